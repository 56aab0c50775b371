using System.Buffers.Binary;
using FashionMnist.Prediction.Input.Png.Decoding;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// What a PNG claims to be, read before anything is allocated for it: signature and header (IHDR), the first 33 bytes
/// (https://www.w3.org/TR/png-3/, sections 5.2 and 11.2.1).
/// </summary>
internal static class PngHeader
{
    /// <summary>Bytes of signature and header.</summary>
    public const int Length = 33;

    /// <summary>Largest image that is decoded: 32 MiB as light and opacity.</summary>
    public const int MaximumPixels = 1 << 24;

    /// <summary>Longest side that is decoded, so that two rows stay small. libpng has the same limit unless told otherwise.</summary>
    public const int MaximumSide = 1_000_000;

    private const int SignatureLength = 8;
    private const int WidthOffset = 16;
    private const int HeightOffset = 20;
    private const int DepthOffset = 24;

    private static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Reads the header.</summary>
    /// <returns>What is wrong with the file, or <see langword="null"/>.</returns>
    public static string? Read(ReadOnlySpan<byte> file, out PngFormat format)
    {
        format = default;
        if (file.IsEmpty)
            return "the file is empty";
        if (!file.StartsWith(Start[..SignatureLength]))
            return "not a PNG file";
        if (file.Length < Length)
            return "the PNG ends inside its header";
        if (!file.StartsWith(Start))
            return "the PNG does not start with its header (IHDR)";

        var (width, height) =
            (BinaryPrimitives.ReadUInt32BigEndian(file[WidthOffset..]), BinaryPrimitives.ReadUInt32BigEndian(file[HeightOffset..]));
        if (width == 0 || height == 0)
            return $"the image is {width}x{height} pixels";
        if ((ulong)width * height > MaximumPixels)
            return $"the image is {width}x{height} pixels, allowed are {MaximumPixels} in all";
        if (Math.Max(width, height) > MaximumSide)
            return $"the image is {width}x{height} pixels, allowed are {MaximumSide} on a side";
        return ReadFormat(file, (int)width, (int)height, out format);
    }

    private static string? ReadFormat(ReadOnlySpan<byte> file, int width, int height, out PngFormat format)
    {
        var (depth, colour, compression, filter, interlace) =
            (file[DepthOffset], file[DepthOffset + 1], file[DepthOffset + 2], file[DepthOffset + 3], file[DepthOffset + 4]);
        format = new PngFormat(width, height, depth, (PngColour)colour, interlace == 1);
        try
        {
            PngChunk.Read(file, SignatureLength).Check(file);
        }
        catch (InvalidDataException e)
        {
            return $"the PNG is damaged: {e.Message}";
        }

        if (!format.IsDefined)
            return $"the PNG has colour type {colour} with {depth} bits, which does not exist";
        return compression == 0 && filter == 0 && interlace <= 1
            ? null
            : $"the PNG is packed in a way that does not exist (compression {compression}, filter {filter}, interlace {interlace})";
    }
}
