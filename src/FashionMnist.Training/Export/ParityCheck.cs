using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Export;

/// <summary>Proves that the exported file computes what the trained network computes.</summary>
internal static class ParityCheck
{
    /// <summary>Probabilities that differ by this much or more fail the export.</summary>
    public const double Limit = 1e-4;

    /// <summary>How many images of the training split a run compares on. The test split is the evaluation's alone.</summary>
    public const int Images = 10_000;

    private const int BatchSize = 500;

    /// <summary>Compares both on every image: the same most probable class on each, and probabilities that differ by less than <see cref="Limit"/>.</summary>
    /// <param name="network">The trained network, in evaluation mode.</param>
    /// <param name="classifier">The exported file in ONNX Runtime.</param>
    /// <param name="images">The images to compare on.</param>
    /// <returns>The largest difference, and the accuracy on the images.</returns>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Internal"/> if they disagree: neither input nor configuration of a user can cause it.
    /// </exception>
    public static ParityResult Verify(FashionNetwork network, FashionMnistClassifier classifier, FashionMnistDataset images)
    {
        var (largest, right) = (0.0, 0);
        var actual = new float[BatchSize * LabelMap.Count];
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Count - start);
            var pixels = images.Images.AsSpan(start * ImageShape.Pixels, count * ImageShape.Pixels);
            var expected = Probabilities(network, pixels, count);
            classifier.Predict(pixels, count, actual);
            for (var i = 0; i < count; i++)
            {
                var want = Row(expected, i);
                var have = Row(actual, i);
                var difference = Difference(want, have);
                if (Best(want) != Best(have) || !(difference < Limit))
                    throw Disagreement(start + i, want, have, difference);
                largest = Math.Max(largest, difference);
                right += Best(have) == images.Labels[start + i] ? 1 : 0;
            }
        }

        return new ParityResult(largest, (double)right / images.Count);
    }

    private static float[] Probabilities(FashionNetwork network, ReadOnlySpan<byte> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var images = tensor(pixels.ToArray(), [count, ImageShape.Height, ImageShape.Width], ScalarType.Byte);
        return network.Probabilities(images).data<float>().ToArray();
    }

    private static ReadOnlySpan<float> Row(float[] probabilities, int image) => probabilities.AsSpan(image * LabelMap.Count, LabelMap.Count);

    private static double Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)a[i] - b[i]));
        return largest;
    }

    private static int Best(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
            best = probabilities[i] > probabilities[best] ? i : best;
        return best;
    }

    private static FashionMnistException Disagreement(int image, ReadOnlySpan<float> want, ReadOnlySpan<float> have, double difference) => new(
        ExitCodes.Internal,
        $"the exported model disagrees with the trained network on image {image} of those compared: {LabelMap.NameOf(Best(want))} with {want[Best(want)]:F6} "
        + $"became {LabelMap.NameOf(Best(have))} with {have[Best(have)]:F6}, largest difference {difference:G3} (limit {Limit:G3}); "
        + "no model was written; train again with another training.seed and report this");
}

/// <summary>What the comparison found.</summary>
/// <param name="MaximumDifference">Largest absolute difference of a probability.</param>
/// <param name="Accuracy">Share of images whose most probable class is right, 0 to 1.</param>
internal sealed record ParityResult(double MaximumDifference, double Accuracy);
