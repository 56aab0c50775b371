using FashionMnist.Data;
using FashionMnist.Models.Configuration;
using static TorchSharp.torch;

namespace FashionMnist.Training.Augmentation;

/// <summary>
/// One pass over the training images in random order, augmented, in batches of equal size; the rest that does not fill a batch is left out.
/// Order and changes depend on the seed and the number of the epoch alone, so an epoch can be repeated without those before it.
/// </summary>
internal sealed class EpochBatches
{
    private readonly FashionMnistDataset _data;
    private readonly ImageAugmenter _augmenter;
    private readonly Random _random;
    private readonly int[] _order;
    private readonly byte[] _images;
    private readonly long[] _labels;

    /// <param name="data">The training split.</param>
    /// <param name="profile">The recipe.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public EpochBatches(FashionMnistDataset data, TrainingProfile profile, int seed, int epoch)
    {
        _data = data;
        _augmenter = new ImageAugmenter(profile);
        _random = new Random(SeedOf(seed, epoch));
        _order = [.. Enumerable.Range(0, data.Count)];
        _random.Shuffle(_order);
        _images = new byte[BatchSize(data, profile) * ImageShape.Pixels];
        _labels = new long[BatchSize(data, profile)];
    }

    /// <summary>Number of batches in an epoch, at least 1.</summary>
    public static int Count(FashionMnistDataset data, TrainingProfile profile) => data.Count / BatchSize(data, profile);

    /// <summary>The next batch: uint8 [B, 28, 28] and int64 [B].</summary>
    /// <param name="step">Number of the batch, from 0; each number once, in ascending order.</param>
    public (Tensor Images, Tensor Labels) Take(int step)
    {
        for (var i = 0; i < _labels.Length; i++)
        {
            var index = _order[step * _labels.Length + i];
            _labels[i] = _data.Labels[index];
            _augmenter.Apply(_data.Image(index), _images.AsSpan(i * ImageShape.Pixels, ImageShape.Pixels), _random);
        }

        return (tensor(_images, [_labels.Length, ImageShape.Height, ImageShape.Width], ScalarType.Byte), tensor(_labels));
    }

    private static int BatchSize(FashionMnistDataset data, TrainingProfile profile) => Math.Min(profile.BatchSize, data.Count);

    // A large prime keeps the epochs of neighbouring seeds apart.
    private static int SeedOf(int seed, int epoch) => unchecked(seed * 1_000_003 + epoch);
}
