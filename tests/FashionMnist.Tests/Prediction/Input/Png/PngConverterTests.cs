using FashionMnist.Data;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Prediction.Input.Png;

public class PngConverterTests
{
    private const int Side = ImageShape.Width;

    [Property(MaxTest = 100)]
    public void A_grey_png_of_the_right_size_keeps_every_pixel(int seed)
    {
        var pixels = new TestImages(1, seed & int.MaxValue >> 1).Images;
        Assert.Equal(pixels, Converted(TestPng.FromGrey(pixels, Side)));
    }

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000 }, new byte[] { 0, 255 })]
    [InlineData(2, new byte[] { 0b0001_1011 }, new byte[] { 0, 85, 170, 255 })]
    [InlineData(4, new byte[] { 0x0f, 0x5a }, new byte[] { 0, 255, 85, 170 })]
    [InlineData(16, new byte[] { 0x12, 0xff, 0x80, 0x7f, 0x00, 0xff }, new byte[] { 0x12, 0x80, 0x00 })]
    public void Other_depths_of_grey_are_spread_over_eight_bits_and_sixteen_keep_the_upper_eight(int depth, byte[] samples, byte[] expected)
    {
        var image = Decoded(TestPng.Encode(expected.Length, 1, depth, TestPng.Grey, samples));
        Assert.Equal(expected, image.Light.ToArray());
    }

    [Fact]
    public void Colours_become_grey_by_their_luma_and_alpha_is_what_is_left_over_black()
    {
        Assert.Equal([76, 150, 29, 255], Decoded(TestPng.Encode(
            4, 1, 8, TestPng.Rgb, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])).Light.ToArray());
        Assert.Equal([18, 128], Decoded(TestPng.Encode(
            2, 1, 16, TestPng.Rgb, [18, 255, 18, 0, 18, 7, 128, 1, 128, 2, 128, 3])).Light.ToArray());

        var rgba = Decoded(TestPng.Encode(3, 1, 8, TestPng.Rgba, [200, 200, 200, 0, 200, 200, 200, 128, 200, 200, 200, 255]));
        Assert.Equal([0, 100, 200], rgba.Light.ToArray());
        Assert.Equal([0, 128, 255], rgba.Opacity.ToArray());

        Assert.Equal([20, 0], Decoded(TestPng.Encode(2, 1, 8, TestPng.GreyAlpha, [100, 51, 200, 0])).Light.ToArray());
        Assert.Equal([50, 10], Decoded(TestPng.Encode(
            2, 1, 8, TestPng.Palette, [1, 0], [10, 10, 10, 100, 100, 100], [255, 128])).Light.ToArray());
    }

    [Fact]
    public void Another_size_is_refused_unless_an_option_says_how_to_scale()
    {
        var png = TestPng.FromGrey(new byte[30 * 20], 30);
        Assert.Equal("the image is 30x20 pixels, expected 28x28; --resize fit or stretch scales it", Problem(png));
        Assert.Null(Problem(png, ResizeMode.Fit));
        Assert.Null(Problem(png, ResizeMode.Stretch));
    }

    [Fact]
    public void Fit_keeps_the_proportions_and_fills_up_with_the_median_of_the_border()
    {
        // Twice as high as wide: 14 columns of the image between two times 7 columns of its border.
        var source = Enumerable.Range(0, 56 * 28).Select(i => (byte)(i % 28 is 0 or 27 ? 9 : 200)).ToArray();
        var pixels = Converted(TestPng.FromGrey(source, 28), ResizeMode.Fit);
        for (var y = 0; y < Side; y++)
        {
            Assert.All(pixels[(y * Side)..((y * Side) + 7)], x => Assert.Equal(105, x));
            Assert.Equal([105, 200], pixels[((y * Side) + 7)..((y * Side) + 9)]);
            Assert.All(pixels[((y * Side) + 21)..((y + 1) * Side)], x => Assert.Equal(105, x));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(500, 1)]
    [InlineData(27, 29)]
    [InlineData(640, 480)]
    public void An_even_image_of_any_size_stays_even(int width, int height)
    {
        var png = TestPng.FromGrey([.. Enumerable.Repeat((byte)77, width * height)], width);
        Assert.All(Converted(png, ResizeMode.Fit), x => Assert.Equal(77, x));
        Assert.All(Converted(png, ResizeMode.Stretch), x => Assert.Equal(77, x));
    }

    [Property(MaxTest = 60)]
    public void Doubling_and_scaling_back_gives_the_same_image(int seed)
    {
        var pixels = new TestImages(1, seed & int.MaxValue >> 1).Images;
        var doubled = new byte[4 * pixels.Length];
        for (var i = 0; i < doubled.Length; i++)
            doubled[i] = pixels[(i / (4 * Side) * Side) + (i % (2 * Side) / 2)];

        Assert.Equal(pixels, Converted(TestPng.FromGrey(doubled, 2 * Side), ResizeMode.Stretch));
        Assert.Equal(pixels, Converted(TestPng.FromGrey(doubled, 2 * Side), ResizeMode.Fit));
    }

    [Theory]
    [InlineData(InvertMode.Never, false)]
    [InlineData(InvertMode.Auto, true)]
    [InlineData(InvertMode.Always, true)]
    public void A_light_background_is_always_noticed_and_inverted_only_on_request(InvertMode invert, bool inverted)
    {
        var dark = Garment();
        var light = dark.Select(x => (byte)(255 - x)).ToArray();

        var pixels = Converted(TestPng.FromGrey(light, Side), invert: invert, traits: out var traits);

        Assert.Equal(new PngTraits(LightBackground: true, inverted, Resized: false), traits);
        Assert.Equal(inverted ? dark : light, pixels);
    }

    [Theory]
    [InlineData(InvertMode.Never, false)]
    [InlineData(InvertMode.Auto, false)]
    [InlineData(InvertMode.Always, true)]
    public void A_dark_background_is_inverted_only_if_all_images_are(InvertMode invert, bool inverted)
    {
        Converted(TestPng.FromGrey(Garment(), Side), invert: invert, traits: out var traits);
        Assert.Equal(new PngTraits(LightBackground: false, inverted, Resized: false), traits);
    }

    [Fact]
    public void What_is_transparent_is_black_inverted_or_not()
    {
        // A dark garment cut out: grey 40, opaque in the middle, white but transparent around it.
        var samples = Garment().SelectMany(x => x > 0 ? new byte[] { 40, 255 } : [255, 0]).ToArray();
        var png = TestPng.Encode(Side, Side, 8, TestPng.GreyAlpha, samples);

        var plain = Converted(png, invert: InvertMode.Auto, traits: out var traits);
        var inverted = Converted(png, invert: InvertMode.Always, traits: out _);

        Assert.False(traits.LightBackground);
        Assert.Equal(Garment().Select(x => (byte)(x > 0 ? 40 : 0)), plain);
        Assert.Equal(Garment().Select(x => (byte)(x > 0 ? 215 : 0)), inverted);
    }

    private static byte[] Garment() =>
        [.. Enumerable.Range(0, Side * Side).Select(i => (byte)(i / Side is > 4 and < 23 && i % Side is > 7 and < 20 ? 180 : 0))];

    private static GreyImage Decoded(byte[] png)
    {
        var image = new GreyImage();
        Assert.Null(new PngDecoder().Decode(png, image));
        return image;
    }

    private static string? Problem(byte[] png, ResizeMode resize = ResizeMode.Never) =>
        new PngConverter(resize, InvertMode.Never).Convert(png, new byte[ImageShape.Pixels], out _);

    private static byte[] Converted(byte[] png, ResizeMode resize = ResizeMode.Never) => Converted(png, resize, InvertMode.Never, out _);

    private static byte[] Converted(byte[] png, InvertMode invert, out PngTraits traits) =>
        Converted(png, ResizeMode.Never, invert, out traits);

    private static byte[] Converted(byte[] png, ResizeMode resize, InvertMode invert, out PngTraits traits)
    {
        var pixels = new byte[ImageShape.Pixels];
        Assert.Null(new PngConverter(resize, invert).Convert(png, pixels, out traits));
        return pixels;
    }
}
