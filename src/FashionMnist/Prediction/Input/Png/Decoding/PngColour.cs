namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>Colour types of PNG (https://www.w3.org/TR/png-3/#table111).</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
