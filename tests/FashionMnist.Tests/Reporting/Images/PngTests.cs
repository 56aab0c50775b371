using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FashionMnist.Data;
using FashionMnist.Reporting.Images;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Reporting.Images;

/// <summary>That a real decoder reads the images is tested in a browser.</summary>
public sealed class PngTests
{
    [Fact]
    public void Holds_the_pixels_line_by_line()
    {
        var pixels = new TestImages(1).Images;
        var chunks = Chunks(Png.Encode(pixels));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(x => x.Type));
        Assert.Equal([0, 0, 0, 28, 0, 0, 0, 28, 8, 0, 0, 0, 0], chunks[0].Data);
        using var lines = new MemoryStream();
        using (var packed = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress))
            packed.CopyTo(lines);
        Assert.Equal(
            Enumerable.Range(0, ImageShape.Height).SelectMany(y => pixels.Skip(y * ImageShape.Width).Take(ImageShape.Width).Prepend((byte)0)),
            lines.ToArray());
    }

    [Fact]
    public void Its_last_chunk_has_the_checksum_that_every_PNG_has() =>
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], Png.Encode(new byte[ImageShape.Pixels])[^4..]);

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }
}
