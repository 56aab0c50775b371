using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FashionMnist.Testing;

/// <summary>Writes PNG files byte by byte, good ones and bad ones (https://www.w3.org/TR/png-3/).</summary>
public static class TestPng
{
    public const int Grey = 0;
    public const int Rgb = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int Rgba = 6;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>A grey PNG of 8 bits.</summary>
    /// <param name="pixels">uint8 [height, width].</param>
    /// <param name="width">Pixels in a row.</param>
    public static byte[] FromGrey(ReadOnlySpan<byte> pixels, int width) => Encode(width, pixels.Length / width, 8, Grey, pixels);

    /// <summary>A PNG of any kind.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="type">Colour type.</param>
    /// <param name="samples">The packed rows without filter bytes.</param>
    /// <param name="palette">RGB entries.</param>
    /// <param name="alphas">Opacities of the palette (tRNS).</param>
    public static byte[] Encode(
        int width, int height, int depth, int type, ReadOnlySpan<byte> samples, byte[]? palette = null, byte[]? alphas = null)
    {
        using var rows = new MemoryStream();
        var stride = samples.Length / height;
        for (var y = 0; y < height; y++)
        {
            rows.WriteByte(0);
            rows.Write(samples.Slice(y * stride, stride));
        }

        return Assemble(width, height, depth, type, rows.ToArray(), palette, alphas);
    }

    /// <summary>A PNG around filtered rows that need not fit its header.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="type">Colour type.</param>
    /// <param name="filteredRows">The packed rows, each after its filter's byte; pass by pass if interlaced.</param>
    /// <param name="palette">RGB entries.</param>
    /// <param name="transparency">Opacities of the palette, or the transparent grey or colour (tRNS).</param>
    /// <param name="interlaced">Whether the rows are those of the passes of Adam7.</param>
    /// <param name="dataChunks">How many chunks the packed data are cut into.</param>
    public static byte[] Assemble(
        int width,
        int height,
        int depth,
        int type,
        byte[] filteredRows,
        byte[]? palette = null,
        byte[]? transparency = null,
        bool interlaced = false,
        int dataChunks = 1)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)type, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR", header);
        if (palette is not null)
            Chunk(file, "PLTE", palette);
        if (transparency is not null)
            Chunk(file, "tRNS", transparency);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(filteredRows);
        foreach (var data in packed.ToArray().Chunk((int)Math.Max((packed.Length + dataChunks - 1) / dataChunks, 1)))
            Chunk(file, "IDAT", data);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A file with another chunk put in at a position.</summary>
    public static byte[] Insert(byte[] png, int position, string type, byte[] data)
    {
        using var file = new MemoryStream();
        file.Write(png.AsSpan(0, position));
        Chunk(file, type, data);
        file.Write(png.AsSpan(position));
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
