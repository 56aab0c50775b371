using System.Globalization;
using SkiaSharp;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// Decodes PNG files with Skia: grey, grey with alpha, palette, RGB and RGBA of every depth, interlaced or not. Of 16 bits the upper eight
/// count. Samples are taken as they are stored; gamma and colour profiles are not applied. Not safe for two threads at once.
/// </summary>
internal sealed class PngDecoder
{
    /// <summary>Longest file that is decoded, in bytes.</summary>
    public const int MaximumBytes = 32 << 20;

    // A larger buffer is let go after its image, so that one big picture does not weigh on the rest of the run.
    private const int KeptBytes = 1 << 20;

    private byte[] _rgba = [];

    /// <summary>Decodes a file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="image">Gets the picture.</param>
    /// <returns>What is wrong with the file, or <see langword="null"/>.</returns>
    public unsafe string? Decode(ReadOnlySpan<byte> file, GreyImage image)
    {
        if (file.Length > MaximumBytes)
            return TooLong;
        if (PngHeader.Read(file, out var width, out var height) is { } problem)
            return problem;

        // Skia reads the bytes where they lie: a copy of a large file would double what it costs.
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            return Decode(data, width, height, image);
        }
    }

    /// <summary>What is said about a file above <see cref="MaximumBytes"/>.</summary>
    public static string TooLong { get; } = string.Create(CultureInfo.InvariantCulture, $"the file is longer than {MaximumBytes} bytes");

    private string? Decode(SKData data, int width, int height, GreyImage image)
    {
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != width || codec.Info.Height != height)
            return "the PNG is damaged: its header cannot be read";

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
        var rgba = Rent(info.BytesSize);
        var result = GetPixels(codec, info, rgba);
        if (result != SKCodecResult.Success)
            return result == SKCodecResult.IncompleteInput ? "the PNG is cut off" : $"the PNG is damaged ({result})";

        image.Set(rgba.AsSpan(0, info.BytesSize), width, height);
        return null;
    }

    private static unsafe SKCodecResult GetPixels(SKCodec codec, SKImageInfo info, byte[] rgba)
    {
        fixed (byte* pixels = rgba)
            return codec.GetPixels(info, (nint)pixels);
    }

    private byte[] Rent(int length)
    {
        if (length > KeptBytes)
            return new byte[length];
        if (_rgba.Length < length)
            _rgba = new byte[length];
        return _rgba;
    }
}
