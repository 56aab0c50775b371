namespace FashionMnist.Data;

/// <summary>The size of every image: 28 x 28 grey pixels of one byte, row by row from the top left, 0 is background.</summary>
public static class ImageShape
{
    /// <summary>Pixels in a column.</summary>
    public const int Height = 28;

    /// <summary>Pixels in a row.</summary>
    public const int Width = 28;

    /// <summary>Pixels, and bytes, of one image.</summary>
    public const int Pixels = Height * Width;
}
