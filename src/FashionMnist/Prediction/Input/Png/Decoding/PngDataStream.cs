namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>The compressed data of a PNG, which lie in one or more IDAT chunks. They are read where they are.</summary>
internal sealed class PngDataStream(ReadOnlyMemory<byte> file, PngChunk first) : Stream
{
    private PngChunk _chunk = first;
    private int _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_read == _chunk.Length)
        {
            var next = PngChunk.Read(file.Span, _chunk.End);
            if (next.Type != PngChunk.Data)
                return 0;
            (_chunk, _read) = (next, 0);
        }

        var count = Math.Min(buffer.Length, _chunk.Length - _read);
        file.Span.Slice(_chunk.Start + _read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
