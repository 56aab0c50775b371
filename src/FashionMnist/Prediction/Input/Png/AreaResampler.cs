namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// Scales a plane: every new pixel is the mean of the old pixels it covers, weighted by the covered area. In whole numbers, so that
/// every processor gives the same bytes.
/// </summary>
internal static class AreaResampler
{
    /// <summary>Scales <paramref name="source"/> into <paramref name="target"/>.</summary>
    /// <param name="source">uint8 [height, width].</param>
    /// <param name="width">Width of the source.</param>
    /// <param name="height">Height of the source.</param>
    /// <param name="target">uint8 [newHeight, newWidth].</param>
    /// <param name="newWidth">Width of the target.</param>
    /// <param name="newHeight">Height of the target.</param>
    public static void Scale(ReadOnlySpan<byte> source, int width, int height, Span<byte> target, int newWidth, int newHeight)
    {
        var area = (long)width * height;
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
                target[(y * newWidth) + x] = (byte)((Sum(source, width, height, x, y, newWidth, newHeight) + (area / 2)) / area);
        }
    }

    // One old pixel is newWidth units wide, one new pixel width units, so that both meet at whole numbers.
    private static long Sum(ReadOnlySpan<byte> source, int width, int height, int x, int y, int newWidth, int newHeight)
    {
        var (left, right) = ((long)x * width, (long)(x + 1) * width);
        var (top, bottom) = ((long)y * height, (long)(y + 1) * height);
        var sum = 0L;
        for (var row = (int)(top / newHeight); (long)row * newHeight < bottom; row++)
        {
            var line = 0L;
            for (var column = (int)(left / newWidth); (long)column * newWidth < right; column++)
                line += source[(row * width) + column] * Overlap(column, newWidth, left, right);
            sum += line * Overlap(row, newHeight, top, bottom);
        }

        return sum;
    }

    private static long Overlap(int item, int size, long start, long end) =>
        Math.Min((long)(item + 1) * size, end) - Math.Max((long)item * size, start);
}
