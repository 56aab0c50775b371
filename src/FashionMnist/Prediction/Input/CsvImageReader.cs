using System.Globalization;
using CsvHelper;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// Images of a CSV file: by the names of a header (<see cref="ColumnNames"/>), else 784 pixels a row, or a label and 784 pixels. Each row is
/// one line.
/// </summary>
internal sealed class CsvImageReader : IImageReader
{
    private const int MaximumLineBytes = 1 << 20;

    private readonly CsvReader _csv;
    private readonly string _name;
    private readonly CsvLayout _layout;
    private CsvMalformedReason? _malformed;
    private readonly int[] _kept;
    private bool _pending;

    /// <summary>Reads the first row. The stream is disposed with the reader.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="keep">Columns that are passed on.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it has no images, or not these columns.</exception>
    public CsvImageReader(Stream stream, string name, IReadOnlyList<string>? keep = null)
    {
        _name = name;
        _csv = CsvReader.Create(new LineLimit(stream, MaximumLineBytes), Options());
        try
        {
            _layout = ReadFirst();
            _kept = [.. (keep ?? []).Select(x => Array.IndexOf(_layout.Names, x) is >= 0 and var column ? column : throw Bad(_layout.HasHeader
                ? $"no column {x} to keep" : $"no header that could name a column {x} to keep"))];
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    public long? Rows => null;

    private static string TooLong { get; } = string.Create(CultureInfo.InvariantCulture, $"the line is longer than {MaximumLineBytes} bytes");

    private bool IsTooLong => _csv.RawRecord.Length > MaximumLineBytes;

    public long Skip(long rows, CancellationToken cancellationToken)
    {
        var passed = 0L;
        for (; passed < rows && MoveNext(); passed++)
            cancellationToken.ThrowIfCancellationRequested();
        return passed;
    }

    public void Read(ImageBatch batch, int limit)
    {
        while (batch.Rows < limit && MoveNext())
        {
            if (Parse(batch.NextImage, out var label) is { } reason)
                batch.Reject(new RejectedRow(_name, _csv.LineNumber, reason));
            else
                Accept(batch, label);
        }
    }

    public void Dispose() => _csv.Dispose();

    private CsvReaderOptions Options() => CsvReaderOptions.Default with
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        // Otherwise one stray quote would swallow the rest of the file.
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = 2 * MaximumLineBytes,
        OnMalformedRecord = x => _malformed = x.Reason,
    };

    private CsvLayout ReadFirst()
    {
        if (!MoveNext())
            throw new FashionMnistException(ExitCodes.BadInput, $"{_name}: the file holds no row");
        if (IsTooLong)
            throw Bad(TooLong);
        var (layout, problem) = CsvLayout.Of(_csv);
        if (layout is null)
            throw Bad(problem!);
        _pending = !layout.HasHeader;
        return layout;
    }

    private void Accept(ImageBatch batch, byte label)
    {
        for (var i = 0; i < _kept.Length; i++)
            batch.NextKept[i] = _csv.GetString(_kept[i]);
        batch.Accept(label);
    }

    private string? Parse(Span<byte> pixels, out byte label)
    {
        label = ImageBatch.Unlabelled;
        return IsTooLong ? TooLong
            : _malformed is { } malformed ? $"quotes do not match ({malformed})"
            : _csv.FieldCount != _layout.Columns ? $"{_csv.FieldCount} columns, expected {_layout.Columns}"
            : CsvRow.Parse(_csv, _layout, pixels, out label);
    }

    private bool MoveNext()
    {
        if (_pending)
        {
            _pending = false;
            return true;
        }

        try
        {
            _malformed = null;
            return _csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw Bad(e.Message.ReplaceLineEndings(" "), e, e.LineNumber);
        }
        catch (InvalidDataException e)
        {
            throw BadAfter($"the gzip data is damaged ({e.Message.TrimEnd('.')})", e);
        }
        catch (LineLimit.EndlessLineException e)
        {
            throw BadAfter(e.Message, e);
        }
    }

    private FashionMnistException BadAfter(string problem, Exception cause) =>
        new(ExitCodes.BadInput, string.Create(CultureInfo.InvariantCulture, $"{_name}: after row {_csv.LineNumber}: {problem}"), cause);

    private FashionMnistException Bad(string problem, Exception? cause = null, long line = 0)
    {
        var row = Math.Max(line > 0 ? line : _csv.LineNumber, 1);
        return new(ExitCodes.BadInput, string.Create(CultureInfo.InvariantCulture, $"{_name}: row {row}: {problem}"), cause);
    }
}
