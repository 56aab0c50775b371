using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using CsvHelper;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Output;

/// <summary>
/// CSV with a header. Line ends are LF; numbers are invariant, probabilities the shortest text that reads back as the same
/// float32; the expected label is empty if it is not known.
/// </summary>
/// <param name="fields">Fields that not every run has.</param>
internal sealed class CsvFormat(OutputFields fields) : IPredictionFormat
{
    // Three integers, a float32 and the separators take less.
    private const int MaximumNumbers = 96;

    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { Separator = ',', NewLine = "\n" };

    // Only names can need quotes, so the library is asked once for each instead of once a row.
    private readonly byte[][] _names = [.. LabelMap.Names.Select(x => Encode([x]).AsSpan().TrimEnd((byte)'\n').ToArray())];

    public void WriteHeader(IBufferWriter<byte> output) => output.Write(Encode([.. fields.Columns()]));

    public void Write(IBufferWriter<byte> output, in Prediction prediction)
    {
        var name = _names[prediction.Label];
        var line = output.GetSpan(name.Length + MaximumNumbers);
        Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"{prediction.Index},{prediction.Label},", out var length);
        name.CopyTo(line[length..]);
        length += name.Length;
        Utf8.TryWrite(line[length..], CultureInfo.InvariantCulture, $",{prediction.Probability},", out var written);
        length += written;
        if (prediction.Expected is { } expected)
        {
            Utf8.TryWrite(line[length..], CultureInfo.InvariantCulture, $"{expected}", out written);
            length += written;
        }

        output.Advance(length);
        WriteFurther(output, prediction);
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    private void WriteFurther(IBufferWriter<byte> output, in Prediction prediction)
    {
        if (fields.Probabilities)
        {
            foreach (var probability in prediction.Probabilities.Span)
            {
                var field = output.GetSpan(MaximumNumbers);
                Utf8.TryWrite(field, CultureInfo.InvariantCulture, $",{probability}", out var length);
                output.Advance(length);
            }
        }

        if (fields.Files || fields.Kept.Count > 0)
        {
            output.Write(","u8);
            output.Write(Encode([.. fields.Files ? [prediction.File!] : Array.Empty<string>(), .. prediction.Kept.Span.ToArray().Select(x => x ?? "")]));
            return;
        }

        output.Write("\n"u8);
    }

    private static byte[] Encode(ReadOnlySpan<string> fields)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
            csv.WriteRecord(fields);
        return bytes.ToArray();
    }
}
