using FashionMnist.Data;
using FashionMnist.Models.Packages;

namespace FashionMnist.Evaluation;

/// <summary>Turns class probabilities and true labels into figures.</summary>
public static class MetricsCalculator
{
    /// <summary>Calculates every figure.</summary>
    /// <param name="probabilities">float32 [N, 10], each row sums to 1.</param>
    /// <param name="labels">uint8 [N], the truth.</param>
    /// <param name="latencyMilliseconds">Median time of a single image in milliseconds.</param>
    public static ModelMetrics Calculate(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels, double latencyMilliseconds)
    {
        var (confusion, calibration) = (new ConfusionMatrix(), new CalibrationCurve());
        for (var i = 0; i < labels.Length; i++)
        {
            var row = probabilities.Slice(i * LabelMap.Count, LabelMap.Count);
            var predicted = Best(row);
            confusion.Add(labels[i], predicted);
            calibration.Add(row[predicted], predicted == labels[i]);
        }

        return new ModelMetrics(
            confusion.Accuracy,
            calibration.ExpectedError,
            latencyMilliseconds,
            labels.Length,
            [.. LabelMap.Labels.Select(x => new ClassMetrics(LabelMap.NameOf(x), confusion.Precision(x), confusion.Recall(x)))],
            [.. LabelMap.Labels.Select(x => LabelMap.Labels.Select(y => (int)confusion[x, y]).ToArray())]);
    }

    /// <summary>The label with the highest probability; the first of equal ones.</summary>
    public static int Best(ReadOnlySpan<float> row)
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best])
                best = i;
        }

        return best;
    }
}
