using FashionMnist.Data;

namespace FashionMnist.Training.Validation;

/// <summary>Takes some images out of a split.</summary>
internal static class DatasetSelection
{
    /// <summary>Images chosen at random, in the order of the split; the same count and seed give the same ones.</summary>
    /// <param name="data">The split.</param>
    /// <param name="count">Number of images; all if there are fewer.</param>
    /// <param name="seed">Seed of the choice.</param>
    public static FashionMnistDataset Sample(this FashionMnistDataset data, int count, int seed)
    {
        var order = Enumerable.Range(0, data.Count).ToArray();
        new Random(seed).Shuffle(order);
        return data.Select(order[..Math.Min(count, order.Length)]);
    }

    /// <summary>The images with these indices, in the order of the split.</summary>
    public static FashionMnistDataset Select(this FashionMnistDataset data, int[] indices)
    {
        int[] ascending = [.. indices.Order()];
        var images = new byte[ascending.Length * ImageShape.Pixels];
        for (var i = 0; i < ascending.Length; i++)
            data.Image(ascending[i]).CopyTo(images.AsSpan(i * ImageShape.Pixels));
        return new FashionMnistDataset(images, [.. ascending.Select(x => data.Labels[x])]);
    }
}
