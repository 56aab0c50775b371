using FashionMnist.Prediction.Input.Png;
using FashionMnist.Testing;
using SkiaSharp;

namespace FashionMnist.Tests.Prediction.Input.Png;

/// <summary>Holds our decoder against Skia's, which reads PNG with libpng.</summary>
public class SkiaTests
{
    private const int Images = 150;

    private static readonly (int Left, int Top, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    [Theory]
    [InlineData(TestPng.Grey, 1)]
    [InlineData(TestPng.Grey, 2)]
    [InlineData(TestPng.Grey, 4)]
    [InlineData(TestPng.Grey, 8)]
    [InlineData(TestPng.Grey, 16)]
    [InlineData(TestPng.Rgb, 8)]
    [InlineData(TestPng.Rgb, 16)]
    [InlineData(TestPng.Palette, 1)]
    [InlineData(TestPng.Palette, 2)]
    [InlineData(TestPng.Palette, 4)]
    [InlineData(TestPng.Palette, 8)]
    [InlineData(TestPng.GreyAlpha, 8)]
    [InlineData(TestPng.GreyAlpha, 16)]
    [InlineData(TestPng.Rgba, 8)]
    [InlineData(TestPng.Rgba, 16)]
    public void Random_rows_of_every_kind_filtered_interlaced_and_transparent_give_the_same_pixels(int type, int depth)
    {
        var decoder = new PngDecoder();
        var image = new GreyImage();
        for (var seed = 0; seed < Images; seed++)
        {
            var png = Draw(new Random(seed), type, depth);
            Assert.Null(decoder.Decode(png, image));
            var (light, opacity) = Skia(png, image.Width, image.Height);
            Assert.Equal(opacity, image.Opacity.ToArray());
            Assert.Equal(light, image.Light.ToArray());
        }
    }

    private static byte[] Draw(Random random, int type, int depth)
    {
        var (width, height, interlaced) = (random.Next(1, 70), random.Next(1, 40), random.Next(2) == 0);
        var channels = type switch { TestPng.Rgb => 3, TestPng.GreyAlpha => 2, TestPng.Rgba => 4, _ => 1 };
        using var rows = new MemoryStream();
        foreach (var (left, top, stepX, stepY) in interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            var columns = (width - left + stepX - 1) / stepX;
            var row = new byte[((columns * channels * depth) + 7) / 8];
            for (var y = top; y < height && columns > 0; y += stepY)
            {
                // Few values, so that the transparent colour is met.
                for (var i = 0; i < row.Length; i++)
                    row[i] = (byte)(random.Next(2) * 17);
                rows.WriteByte((byte)random.Next(5));
                rows.Write(row);
            }
        }

        var palette = type == TestPng.Palette ? Bytes(random, 3 << depth) : null;
        var transparency = random.Next(2) == 0 ? null : type switch
        {
            TestPng.Palette => Bytes(random, random.Next(1, (1 << depth) + 1)),
            // Of the sixteen bits only as many count as a sample has.
            TestPng.Grey when depth < 16 => [(byte)random.Next(256), (byte)((17 & ((1 << depth) - 1)) | (random.Next(256) << depth))],
            TestPng.Grey => [17, 17],
            TestPng.Rgb when depth == 8 => [(byte)random.Next(256), 17, 0, 17, (byte)random.Next(256), 17],
            TestPng.Rgb => [17, 17, 17, 17, 17, 17],
            _ => null,
        };
        return TestPng.Assemble(width, height, depth, type, rows.ToArray(), palette, transparency, interlaced, random.Next(1, 5));
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static (byte[] Light, byte[] Opacity) Skia(byte[] png, int width, int height)
    {
        using var codec = SKCodec.Create(SKData.CreateCopy(png));
        var rgba = new byte[width * height * 4];
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba));
        var light = new byte[width * height];
        var opacity = new byte[width * height];
        for (var i = 0; i < light.Length; i++)
        {
            opacity[i] = rgba[(4 * i) + 3];
            light[i] = GreyImage.LightOf(GreyImage.GreyOf(rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]), opacity[i]);
        }

        return (light, opacity);
    }
}
