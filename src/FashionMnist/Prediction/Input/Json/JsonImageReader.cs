using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.Json;

/// <summary>
/// Images of a file with one JSON object a line (https://jsonlines.org): <c>image</c> with 784 numbers or 28 lists of 28, or a number for each
/// pixel, by <see cref="ColumnNames"/>; and a label, if there is one.
/// </summary>
internal sealed class JsonImageReader : IImageReader
{
    private const int MaximumLineBytes = 1 << 20;
    private readonly LineReader _lines;
    private readonly string _name;
    private readonly JsonRow _row;
    private ReadOnlyMemory<byte> _line;

    /// <param name="content">The file. Taken over.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="keep">Properties that are passed on.</param>
    public JsonImageReader(Stream content, string name, IReadOnlyList<string>? keep = null) =>
        (_lines, _name, _row) = (new LineReader(content, MaximumLineBytes), name, new JsonRow(keep ?? []));

    public long? Rows => null;

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
            if (Parse(batch, out var label) is { } reason)
                batch.Reject(new RejectedRow(_name, _lines.Number, reason));
            else
                batch.Accept(label);
        }
    }

    public void Dispose() => _lines.Dispose();

    private string? Parse(ImageBatch batch, out byte label)
    {
        label = ImageBatch.Unlabelled;
        if (_line.Length > MaximumLineBytes)
            return string.Create(CultureInfo.InvariantCulture, $"the line is longer than {MaximumLineBytes} bytes");
        if (!Utf8.IsValid(_line.Span))
            return "the line is not UTF-8";
        try
        {
            using var document = JsonDocument.Parse(_line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? _row.Parse(document.RootElement, batch.NextImage, batch.NextKept, out label)
                : "the line is no JSON object";
        }
        catch (InvalidOperationException)
        {
            // Escapes of half a character are valid JSON until somebody wants the text.
            return "the line holds text that is no valid Unicode";
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the line is no valid JSON, from byte {e.BytePositionInLine + 1} on");
        }
    }

    private bool MoveNext()
    {
        try
        {
            // Many tools end a file in an empty line.
            do
            {
                if (!_lines.Next(out _line))
                    return false;
            }
            while (FileContents.Text(_line.Span).IsEmpty);
            _line = _line[^FileContents.Text(_line.Span).Length..];
            return true;
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
        new(ExitCodes.BadInput, string.Create(CultureInfo.InvariantCulture, $"{_name}: after line {_lines.Number}: {problem}"), cause);
}
