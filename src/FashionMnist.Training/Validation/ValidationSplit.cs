using FashionMnist.Data;
using FashionMnist.Models;

namespace FashionMnist.Training.Validation;

/// <summary>The training split cut in two: images that are learned, and images by which the best epoch is chosen.</summary>
/// <param name="Train">What is learned, in the order of the file.</param>
/// <param name="Validation">What is held out, in the order of the file; may be empty.</param>
internal sealed record ValidationSplit(FashionMnistDataset Train, FashionMnistDataset Validation)
{
    /// <summary>Holds out images chosen at random; the same count and seed give the same ones. Each image is in exactly one part.</summary>
    /// <param name="data">The training split.</param>
    /// <param name="count">Number of images to hold out; 0 leaves the split as it is.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if nothing would be left to learn.</exception>
    public static ValidationSplit Of(FashionMnistDataset data, int count, int seed)
    {
        if (count == 0)
            return new(data, new FashionMnistDataset([], []));
        if (count >= data.Count)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"the profile's validationImages ({count}) must be fewer than the {data.Count} images of the training split");
        }

        var order = Enumerable.Range(0, data.Count).ToArray();
        new Random(seed).Shuffle(order);
        return new(data.Select(order[count..]), data.Select(order[..count]));
    }
}
