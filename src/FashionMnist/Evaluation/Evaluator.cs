using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models.Packages;

namespace FashionMnist.Evaluation;

/// <summary>Runs a model over a labelled split and measures it.</summary>
/// <param name="batchSize">Images in one call of the network.</param>
/// <param name="time">The clock for latencies.</param>
public sealed class Evaluator(int batchSize, TimeProvider time)
{
    private const int LatencySamples = 200;

    /// <summary>Measures a model on every image of a split.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="split">Images with their true labels, at least one.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public Evaluated Evaluate(FashionMnistClassifier classifier, FashionMnistDataset split, CancellationToken cancellationToken)
    {
        var probabilities = new float[split.Count * LabelMap.Count];
        var started = time.GetTimestamp();
        for (var start = 0; start < split.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(batchSize, split.Count - start);
            classifier.Predict(
                split.Images.AsSpan(start * ImageShape.Pixels), count, probabilities.AsSpan(start * LabelMap.Count, count * LabelMap.Count));
        }

        var pass = time.GetElapsedTime(started);
        return new Evaluated(MetricsCalculator.Calculate(probabilities, split.Labels, MedianLatency(classifier, split)), probabilities, pass);
    }

    private double MedianLatency(FashionMnistClassifier classifier, FashionMnistDataset split)
    {
        var row = new float[LabelMap.Count];
        var samples = new double[LatencySamples];
        for (var i = 0; i < samples.Length; i++)
        {
            var start = time.GetTimestamp();
            classifier.Predict(split.Image(i % split.Count), 1, row);
            samples[i] = time.GetElapsedTime(start).TotalMilliseconds;
        }

        return samples.Order().ElementAt(LatencySamples / 2);
    }
}

/// <summary>A model on a split.</summary>
/// <param name="Metrics">Its figures.</param>
/// <param name="Probabilities">float32 [N, 10], what it said of each image.</param>
/// <param name="Pass">Time it took for all images.</param>
public sealed record Evaluated(ModelMetrics Metrics, float[] Probabilities, TimeSpan Pass);
