using FashionMnist.Data;

namespace FashionMnist.Prediction.Input.Png;

/// <summary>Turns PNG files into images as the model knows them: 28 x 28, grey, black background. Not safe for two threads at once.</summary>
internal sealed class PngConverter(ResizeMode resize, InvertMode invert)
{
    private readonly PngDecoder _decoder = new();
    private readonly byte[] _light = new byte[ImageShape.Pixels];
    private readonly byte[] _opacity = new byte[ImageShape.Pixels];
    private GreyImage _image = new();

    /// <summary>Converts a file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="pixels">uint8 [28, 28], filled if nothing is wrong.</param>
    /// <param name="traits">What was found and done.</param>
    /// <returns>What is wrong with the file, or <see langword="null"/>.</returns>
    public string? Convert(ReadOnlyMemory<byte> file, Span<byte> pixels, out PngTraits traits)
    {
        traits = default;
        if (PngHeader.Read(file.Span, out var format) is { } problem)
            return problem;
        var (width, height) = (format.Width, format.Height);
        var fits = (width, height) == (ImageShape.Width, ImageShape.Height);
        if (!fits && resize == ResizeMode.Never)
        {
            return $"the image is {width}x{height} pixels, expected {ImageShape.Width}x{ImageShape.Height}; "
                + "--resize fit or stretch scales it";
        }

        if (_decoder.Decode(file, _image) is { } damage)
            return damage;

        traits = Convert(pixels, fits);
        if (!fits)
            _image = new GreyImage();
        return null;
    }

    private PngTraits Convert(Span<byte> pixels, bool fits)
    {
        var (width, height) = fits || resize == ResizeMode.Stretch ? (ImageShape.Width, ImageShape.Height) : Fitted(_image.Width, _image.Height);
        var light = _light.AsSpan(0, width * height);
        AreaResampler.Scale(_image.Light, _image.Width, _image.Height, light, width, height);
        var isLight = Border.IsLight(light, width, height);
        var inverted = invert == InvertMode.Always || (invert == InvertMode.Auto && isLight);
        if (inverted)
        {
            var opacity = _opacity.AsSpan(0, width * height);
            AreaResampler.Scale(_image.Opacity, _image.Width, _image.Height, opacity, width, height);
            for (var i = 0; i < light.Length; i++)
                light[i] = (byte)Math.Max(opacity[i] - light[i], 0);
        }

        Place(light, width, height, pixels);
        return new PngTraits(isLight, inverted, !fits);
    }

    private static (int Width, int Height) Fitted(int width, int height)
    {
        var longer = (long)Math.Max(width, height);
        return (Scaled(width, ImageShape.Width), Scaled(height, ImageShape.Height));

        int Scaled(int side, int target) => (int)Math.Max(((2L * side * target) + longer) / (2 * longer), 1);
    }

    private static void Place(ReadOnlySpan<byte> plane, int width, int height, Span<byte> pixels)
    {
        pixels.Fill(Border.Median(plane, width, height));
        var (left, top) = ((ImageShape.Width - width) / 2, (ImageShape.Height - height) / 2);
        for (var y = 0; y < height; y++)
            plane.Slice(y * width, width).CopyTo(pixels[(((top + y) * ImageShape.Width) + left)..]);
    }
}
