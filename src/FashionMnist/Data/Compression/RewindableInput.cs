using FashionMnist.IO;

namespace FashionMnist.Data.Compression;

/// <summary>
/// Bytes of a stream that only goes forward, of which the last portion can be given back: a decompressor takes more than it needs and
/// does not say how much.
/// </summary>
/// <param name="source">The stream; disposed with this one.</param>
internal sealed class RewindableInput(Stream source) : ForwardStream
{
    // Whoever decompresses asks for 8 KiB at a time; twice that leaves room to look ahead of a portion.
    private readonly byte[] _buffer = new byte[16_384];
    private int _position;
    private int _end;
    private int _portion;

    /// <summary>Whether bytes were asked for after the last one.</summary>
    public bool RanOut { get; private set; }

    /// <summary>Hands out a portion of at most half the buffer, so that bytes behind it fit beside it.</summary>
    public override int Read(Span<byte> buffer)
    {
        _portion = Math.Min(Ahead(1).Length, Math.Min(buffer.Length, _buffer.Length / 2));
        _buffer.AsSpan(_position, _portion).CopyTo(buffer);
        _position += _portion;
        RanOut |= _portion == 0 && !buffer.IsEmpty;
        return _portion;
    }

    /// <summary>The next byte, or -1 at the end.</summary>
    public override int ReadByte()
    {
        if (Ahead(1).IsEmpty)
            return -1;
        return _buffer[_position++];
    }

    /// <summary>Takes the last portion back.</summary>
    /// <returns>Its length in bytes.</returns>
    public int Rewind()
    {
        var portion = _portion;
        _position -= portion;
        _portion = 0;
        return portion;
    }

    /// <summary>At least this many bytes ahead, fewer only at the end; none is taken. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Ahead(int count)
    {
        if (_end - _position < count)
        {
            _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
            (_position, _end) = (0, _end - _position);
            _end += source.ReadAtLeast(_buffer.AsSpan(_end), count - _end, throwOnEndOfStream: false);
        }

        return _buffer.AsSpan(_position, _end - _position);
    }

    /// <summary>Passes over bytes that are known to be ahead.</summary>
    public void Skip(int count) => _position += count;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
