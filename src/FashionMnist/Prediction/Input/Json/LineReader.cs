namespace FashionMnist.Prediction.Input.Json;

/// <summary>Reads text line by line.</summary>
/// <param name="source">The text. Disposed with this reader.</param>
/// <param name="maximum">Longest line in bytes; a longer one is given cut to one byte more.</param>
internal sealed class LineReader(Stream source, int maximum) : IDisposable
{
    private readonly LineLimit _lines = new(source, maximum);
    private readonly byte[] _buffer = new byte[maximum + 65_536];
    private int _position;
    private int _end;

    /// <summary>Number of the line that was read last.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end, valid until the next one is read.</param>
    /// <returns>Whether there is one.</returns>
    public bool Next(out ReadOnlyMemory<byte> line)
    {
        var length = IndexOfEnd();
        var hasEnd = length >= 0;
        line = _buffer.AsMemory(_position, hasEnd ? length : _end - _position);
        _position += line.Length + (hasEnd ? 1 : 0);
        Number++;
        if (line.Span.EndsWith("\r"u8))
            line = line[..^1];
        return hasEnd || !line.IsEmpty;
    }

    public void Dispose() => _lines.Dispose();

    private int IndexOfEnd()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_position, _end - _position).IndexOf((byte)'\n');
            if (length >= 0)
                return length;
            _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
            (_position, _end) = (0, _end - _position);
            var count = _lines.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return -1;
            _end += count;
        }
    }
}
