using System.Runtime.CompilerServices;

namespace FashionMnist.Data.Contract;

/// <summary>What one image looks like in four numbers; the data contract judges by them and drift is measured on them.</summary>
/// <param name="Mean">Mean pixel divided by 255, 0 to 1.</param>
/// <param name="Contrast">RMS contrast: standard deviation of the pixels divided by 255, 0 to 0.5 (Peli 1990, JOSA A 7(10)).</param>
/// <param name="ZeroShare">Share of pixels that are 0, 0 to 1.</param>
/// <param name="SaturatedShare">Share of pixels that are 255, 0 to 1.</param>
public readonly record struct ImageFeatures(double Mean, double Contrast, double ZeroShare, double SaturatedShare)
{
    /// <summary>Measures uint8 pixels [28, 28].</summary>
    public static ImageFeatures Of(ReadOnlySpan<byte> image)
    {
        long sum = 0, squares = 0;
        int zeros = 0, saturated = 0;
        foreach (var pixel in image)
        {
            sum += pixel;
            squares += pixel * pixel;
            zeros += ToInt(pixel == 0);
            saturated += ToInt(pixel == byte.MaxValue);
        }

        double count = image.Length;
        var mean = sum / count;
        var variance = Math.Max(0, squares / count - mean * mean);
        return new ImageFeatures(mean / byte.MaxValue, Math.Sqrt(variance) / byte.MaxValue, zeros / count, saturated / count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToInt(bool value) => value ? 1 : 0;
}
