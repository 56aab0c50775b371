namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>Which pixels of an image come together: all, or those of a pass of Adam7 (https://www.w3.org/TR/png-3/, section 8).</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="StepX">Columns from pixel to pixel.</param>
/// <param name="StepY">Rows from row to row.</param>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    public static ReadOnlySpan<PngPass> Of(PngFormat format) => format.Interlaced ? Adam7 : Whole;

    /// <summary>Pixels in a row of the pass; 0 if it has none in an image of this width.</summary>
    public int Columns(int width) => (width - Left + StepX - 1) / StepX;

    /// <summary>Rows of the pass; 0 if it has none in an image of this height.</summary>
    public int Rows(int height) => (height - Top + StepY - 1) / StepY;
}
