using FashionMnist.IO;

namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>The compressed data of a PNG, which lie in one or more IDAT chunks. They are read where they are.</summary>
internal sealed class PngDataStream(ReadOnlyMemory<byte> file, PngChunk first) : ForwardStream
{
    private PngChunk _chunk = first;
    private int _read;

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
}
