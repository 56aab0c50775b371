namespace FashionMnist.Testing;

/// <summary>Content that can be read once, forward, and that may break off.</summary>
public class ForwardOnlyStream(byte[] content, int? failAt) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var end = failAt ?? content.Length;
        if (failAt is not null && _position >= end)
            throw new IOException("the source broke off");
        var read = Math.Min(Math.Min(count, end - _position), 50_000);
        Array.Copy(content, _position, buffer, offset, read);
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
