namespace FashionMnist.Prediction.Input.Png;

/// <summary>
/// A decoded picture as two planes of uint8, row by row: <see cref="Light"/> is grey times opacity, <see cref="Opacity"/> is 255 where
/// nothing shines through. What is transparent is background, and so black, whether the image is inverted or not:
/// inverted it is opacity minus light.
/// </summary>
internal sealed class GreyImage
{
    private const int RgbaBytes = 4;

    private byte[] _light = [];
    private byte[] _opacity = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ReadOnlySpan<byte> Light => _light.AsSpan(0, Width * Height);

    public ReadOnlySpan<byte> Opacity => _opacity.AsSpan(0, Width * Height);

    /// <summary>
    /// Takes over pixels that are not premultiplied. Grey is (299 R + 587 G + 114 B + 500) / 1000, the luma of ITU-R BT.601, and light is
    /// (grey x alpha + 127) / 255, both rounded down.
    /// </summary>
    /// <param name="rgba">uint8 [height, width, 4].</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public void Set(ReadOnlySpan<byte> rgba, int width, int height)
    {
        (Width, Height) = (width, height);
        var count = width * height;
        if (_light.Length < count)
            (_light, _opacity) = (new byte[count], new byte[count]);

        for (var i = 0; i < count; i++)
        {
            var pixel = rgba.Slice(i * RgbaBytes, RgbaBytes);
            var grey = ((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000;
            _light[i] = (byte)(((grey * pixel[3]) + 127) / 255);
            _opacity[i] = pixel[3];
        }
    }
}
