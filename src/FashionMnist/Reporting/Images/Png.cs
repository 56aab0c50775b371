using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using FashionMnist.Data;

namespace FashionMnist.Reporting.Images;

/// <summary>One image of the dataset as a PNG of 8-bit grey (<see href="https://www.w3.org/TR/png-3/"/>).</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The image as an address that needs no file.</summary>
    public static string DataUri(ReadOnlySpan<byte> pixels) => $"data:image/png;base64,{Convert.ToBase64String(Encode(pixels))}";

    /// <summary>The bytes of the file.</summary>
    /// <param name="pixels">uint8 [28, 28], 0 is black.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, Header());
        WriteChunk(file, "IDAT"u8, Scanlines(pixels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Header()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, ImageShape.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), ImageShape.Height);
        header[8] = 8;
        return header;
    }

    private static byte[] Scanlines(ReadOnlySpan<byte> pixels)
    {
        using var packed = new MemoryStream();
        // Stored: compressors differ between machines, a report should not.
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            Span<byte> lines = stackalloc byte[(ImageShape.Width + 1) * ImageShape.Height];
            lines.Clear();
            for (var y = 0; y < ImageShape.Height; y++)
                pixels.Slice(y * ImageShape.Width, ImageShape.Width).CopyTo(lines[(y * (ImageShape.Width + 1) + 1)..]);
            zlib.Write(lines);
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var sum = new Crc32();
        sum.Append(type);
        sum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
