using FashionMnist.Models.Packages;

namespace FashionMnist.Data.Synthetic;

/// <summary>
/// A look-alike of Fashion-MNIST for machines with neither the files nor a network: ten garment silhouettes drawn with
/// deformation, texture and noise. The same seed gives the same bytes on every machine: only additions, multiplications and
/// square roots take part (IEEE 754 fixes their results).
/// </summary>
public static class SyntheticDataset
{
    /// <summary>Name of the dataset and of models trained on it.</summary>
    public const string Name = DatasetProvenance.SyntheticName;

    private const float EdgeSharpness = 12f;

    /// <summary>Draws images with labels 0 to 9 in turn, shuffled.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="seed">Seed; another one gives other images.</param>
    public static FashionMnistDataset Draw(int count, int seed)
    {
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
            labels[i] = (byte)(i % LabelMap.Count);
        Shuffle(labels, new SplitMix64((ulong)seed));

        var images = new byte[count * ImageShape.Pixels];
        Parallel.For(0, count, i =>
            Draw(images.AsSpan(i * ImageShape.Pixels, ImageShape.Pixels), labels[i], new SplitMix64(((ulong)seed << 32) + (ulong)i + 1)));
        return new FashionMnistDataset(images, labels);
    }

    private static void Shuffle(byte[] labels, SplitMix64 random)
    {
        for (var i = labels.Length - 1; i > 0; i--)
        {
            var j = (int)(random.Next() % (ulong)(i + 1));
            (labels[i], labels[j]) = (labels[j], labels[i]);
        }
    }

    private static void Draw(Span<byte> image, int label, SplitMix64 random)
    {
        var silhouette = new Silhouette(label, random.Around(0.07f), random.Around(0.07f), random.Around(0.08f));
        var angle = random.Around(0.09f);
        var (cosine, sine) = (1 - angle * angle / 2, angle);
        var (scale, shear) = (random.Between(0.98f, 1.12f), random.Around(0.06f));
        var (shiftX, shiftY) = (random.Around(0.06f), random.Around(0.06f));
        var (brightness, shade) = (random.Between(0.55f, 1.05f), random.Around(0.3f));
        var (stripeWidth, stripeDepth) = (random.Between(0.08f, 0.3f), random.Between(0f, 0.3f));
        var grain = random.Between(0.02f, 0.1f);

        for (var row = 0; row < ImageShape.Height; row++)
        {
            for (var column = 0; column < ImageShape.Width; column++)
            {
                var (u, v) = ((column - 13.5f) / 13f * scale - shiftX, (row - 13.5f) / 13f * scale - shiftY);
                var (x, y) = (u * cosine + v * sine + v * shear, v * cosine - u * sine);
                var coverage = Math.Clamp(silhouette.At(x, y) * EdgeSharpness + 0.5f, 0f, 1f);
                var stripe = MathF.Abs(y / stripeWidth - MathF.Floor(y / stripeWidth) - 0.5f) * 2f;
                var light = brightness + shade * x - stripeDepth * stripe + random.Around(grain);
                image[row * ImageShape.Width + column] = (byte)(Math.Clamp(light, 0.08f, 1f) * coverage * byte.MaxValue + 0.5f);
            }
        }
    }
}
