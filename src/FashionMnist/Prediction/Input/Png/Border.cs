namespace FashionMnist.Prediction.Input.Png;

/// <summary>The outermost pixels of an image, which show its background.</summary>
internal static class Border
{
    private const int Middle = 127;

    /// <summary>Whether the background is light: the median of the border lies in the upper half of the range.</summary>
    public static bool IsLight(ReadOnlySpan<byte> plane, int width, int height) => Median(plane, width, height) > Middle;

    /// <summary>The median of the outermost pixels; the lower one of two.</summary>
    /// <param name="plane">uint8 [height, width].</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public static byte Median(ReadOnlySpan<byte> plane, int width, int height)
    {
        Span<int> histogram = stackalloc int[byte.MaxValue + 1];
        histogram.Clear();
        var count = 0;
        for (var y = 0; y < height; y++)
        {
            var step = y == 0 || y == height - 1 ? 1 : Math.Max(width - 1, 1);
            for (var x = 0; x < width; x += step, count++)
                histogram[plane[(y * width) + x]]++;
        }

        var value = 0;
        for (var below = histogram[0]; 2 * below < count; below += histogram[value])
            value++;
        return (byte)value;
    }
}
