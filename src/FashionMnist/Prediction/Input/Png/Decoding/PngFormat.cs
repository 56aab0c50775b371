namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>What the header of a PNG says about its pixels.</summary>
/// <param name="Width">Pixels in a row, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Depth">Bits of a sample or of a palette index.</param>
/// <param name="Colour">What a pixel is made of.</param>
/// <param name="Interlaced">Whether the rows come in the seven passes of Adam7.</param>
internal readonly record struct PngFormat(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    /// <summary>Whether PNG knows this colour type with this depth.</summary>
    public bool IsDefined => Colour switch
    {
        PngColour.Grey => Depth is 1 or 2 or 4 or 8 or 16,
        PngColour.Palette => Depth is 1 or 2 or 4 or 8,
        PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => Depth is 8 or 16,
        _ => false,
    };

    /// <summary>Whether a sample stands for an entry of a table of at most 256: palettes, and grey of up to 8 bits.</summary>
    public bool IsIndexed => Colour == PngColour.Palette || (Colour == PngColour.Grey && Depth <= 8);

    /// <summary>Bytes from a byte to the one that filters take for its left neighbour, at least 1.</summary>
    public int FilterBytes => Math.Max(Channels * Depth / 8, 1);

    private int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.Rgba => 4,
        _ => 1,
    };

    /// <summary>Bytes of a row of so many pixels, without the byte that names its filter.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * Channels * Depth) + 7) / 8);
}
