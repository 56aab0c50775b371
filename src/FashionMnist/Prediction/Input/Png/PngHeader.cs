using System.Buffers.Binary;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// The size a PNG claims, read before any decoder sees the file: signature and IHDR, the first 24 bytes
/// (https://www.w3.org/TR/png-3/, sections 5.2 and 11.2.1).
/// </summary>
internal static class PngHeader
{
    /// <summary>Largest image that is decoded: 64 MiB as RGBA.</summary>
    public const int MaximumPixels = 1 << 24;

    private const int Length = 24;
    private const int HeightOffset = 20;
    private const int WidthOffset = 16;

    private static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    private static ReadOnlySpan<byte> Signature => Start[..8];

    /// <summary>Reads width and height.</summary>
    /// <returns>What is wrong with the file, or <see langword="null"/>.</returns>
    public static string? Read(ReadOnlySpan<byte> file, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (file.IsEmpty)
            return "the file is empty";
        if (!file.StartsWith(Signature))
            return "not a PNG file";
        if (file.Length < Length)
            return "the PNG ends inside its header";
        if (!file.StartsWith(Start))
            return "the PNG does not start with its header (IHDR)";

        var (claimedWidth, claimedHeight) =
            (BinaryPrimitives.ReadUInt32BigEndian(file[WidthOffset..]), BinaryPrimitives.ReadUInt32BigEndian(file[HeightOffset..]));
        if (claimedWidth == 0 || claimedHeight == 0)
            return $"the image is {claimedWidth}x{claimedHeight} pixels";
        if ((ulong)claimedWidth * claimedHeight > MaximumPixels)
            return $"the image is {claimedWidth}x{claimedHeight} pixels, allowed are {MaximumPixels} in all";

        (width, height) = ((int)claimedWidth, (int)claimedHeight);
        return null;
    }
}
