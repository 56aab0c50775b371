using FashionMnist.Data;
using FashionMnist.Models.Packages;

namespace FashionMnist.Evaluation;

/// <summary>Turns class probabilities and true labels into figures.</summary>
public static class MetricsCalculator
{
    private const int CalibrationBins = 15;

    /// <summary>Calculates every figure.</summary>
    /// <param name="probabilities">float32 [N, 10], each row sums to 1.</param>
    /// <param name="labels">uint8 [N], the truth.</param>
    /// <param name="latencyMilliseconds">Median time of a single image in milliseconds.</param>
    public static ModelMetrics Calculate(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels, double latencyMilliseconds)
    {
        var confusion = Enumerable.Range(0, LabelMap.Count).Select(_ => new int[LabelMap.Count]).ToArray();
        Span<(int Count, double Confidence, int Right)> bins = stackalloc (int, double, int)[CalibrationBins];
        bins.Clear();
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = probabilities.Slice(i * LabelMap.Count, LabelMap.Count);
            var predicted = Best(row);
            var hit = predicted == labels[i] ? 1 : 0;
            right += hit;
            confusion[labels[i]][predicted]++;

            ref var bin = ref bins[Math.Clamp((int)Math.Ceiling(row[predicted] * CalibrationBins) - 1, 0, CalibrationBins - 1)];
            bin = (bin.Count + 1, bin.Confidence + row[predicted], bin.Right + hit);
        }

        var calibrationError = 0.0;
        foreach (var (count, confidence, hits) in bins)
            calibrationError += count == 0 ? 0 : Math.Abs(confidence - hits) / labels.Length;

        return new ModelMetrics(
            (double)right / labels.Length,
            calibrationError,
            latencyMilliseconds,
            labels.Length,
            [.. Enumerable.Range(0, LabelMap.Count).Select(x => OfClass(x, confusion))],
            confusion);
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

    private static ClassMetrics OfClass(int label, int[][] confusion)
    {
        var hits = confusion[label][label];
        var predicted = confusion.Sum(x => x[label]);
        var actual = confusion[label].Sum();
        return new ClassMetrics(LabelMap.NameOf(label), Share(hits, predicted), Share(hits, actual));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
