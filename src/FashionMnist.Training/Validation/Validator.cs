using FashionMnist.Data;
using FashionMnist.Training.Network;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Training.Validation;

/// <summary>Measures a network on held-out images.</summary>
/// <param name="images">The images, at least one.</param>
internal sealed class Validator(FashionMnistDataset images)
{
    private const int BatchSize = 250;

    /// <summary>The score of a network in evaluation mode, of an image as it is.</summary>
    public ValidationScore Measure(FashionNetwork network) => Measure(network.forward);

    /// <summary>The score of what the exported network gives.</summary>
    public ValidationScore MeasureAsExported(FashionNetwork network) => Measure(pixels => network.Probabilities(pixels).log());

    private ValidationScore Measure(Func<Tensor, Tensor> network)
    {
        var (right, loss) = (0L, 0.0);
        using var noGradient = no_grad();
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchSize, images.Count - start);
            var pixels = images.Images.AsSpan(start * ImageShape.Pixels, count * ImageShape.Pixels).ToArray();
            var labels = tensor(images.Labels.AsSpan(start, count).ToArray().Select(x => (long)x).ToArray());
            var logits = network(tensor(pixels, [count, ImageShape.Height, ImageShape.Width], ScalarType.Byte));
            right += logits.argmax(1).eq(labels).sum().item<long>();
            loss += functional.cross_entropy(logits, labels, reduction: Reduction.Sum).item<float>();
        }

        return new ValidationScore((double)right / images.Count, loss / images.Count);
    }
}
