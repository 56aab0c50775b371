using System.Diagnostics;
using FashionMnist.Prediction.Input.Png;
using SkiaSharp;

// dotnet run -c Release --project bench/Pngs: the CPU time that our PNG decoder takes for a picture, as a ratio to Skia's, in one run.
const int Rounds = 7;
var decoder = new PngDecoder();
var image = new GreyImage();
foreach (var (name, width, height, colour, repeats) in new[]
{
    ("28 x 28 grey", 28, 28, SKColorType.Gray8, 20_000),
    ("28 x 28 RGBA", 28, 28, SKColorType.Rgba8888, 20_000),
    ("1600 x 1200 grey", 1600, 1200, SKColorType.Gray8, 10),
    ("1600 x 1200 RGB", 1600, 1200, SKColorType.Rgb888x, 10),
})
{
    var png = Draw(width, height, colour);
    var ratios = new List<double>();
    for (var round = 0; round <= Rounds; round++)
    {
        var (ours, skia) = (Seconds(repeats, () => Ours(png)), Seconds(repeats, () => Skia(png, width, height)));
        // The first round is the compiler's.
        if (round > 0)
            ratios.Add(ours / skia);
    }

    ratios.Sort();
    Console.WriteLine(FormattableString.Invariant($"{name,-17} ours / Skia {ratios[Rounds / 2]:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
}

void Ours(byte[] png)
{
    if (decoder.Decode(png, image) is { } problem)
        throw new InvalidDataException(problem);
}

static unsafe void Skia(byte[] png, int width, int height)
{
    fixed (byte* bytes = png)
    {
        using var data = SKData.Create((nint)bytes, png.Length);
        using var codec = SKCodec.Create(data);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InvalidDataException("Skia cannot decode it");
    }
}

static double Seconds(int repeats, Action action)
{
    var start = Process.GetCurrentProcess().TotalProcessorTime;
    for (var i = 0; i < repeats; i++)
        action();
    return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
}

// A soft pattern with some noise, packed by Skia with the filters it chooses, as a camera's picture would be.
static byte[] Draw(int width, int height, SKColorType colour)
{
    var random = new Random(1);
    using var bitmap = new SKBitmap(new SKImageInfo(width, height, colour, SKAlphaType.Unpremul));
    for (var y = 0; y < height; y++)
    {
        for (var x = 0; x < width; x++)
        {
            var value = (int)(100 + (80 * Math.Sin(x / 9.0) * Math.Cos(y / 7.0))) + random.Next(8);
            bitmap.SetPixel(x, y, new SKColor((byte)value, (byte)(value / 2), (byte)(255 - value)));
        }
    }

    using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
    return data.ToArray();
}
