using System.Text.Json.Serialization;
using FashionMnist.Data;

namespace FashionMnist.Evaluation;

/// <summary>Two models on the same images, image by image.</summary>
/// <param name="BothRight">Images that both models get right.</param>
/// <param name="OnlyCandidateRight">Images that only the candidate gets right.</param>
/// <param name="OnlyChampionRight">Images that only the champion gets right.</param>
/// <param name="BothWrong">Images that both get wrong.</param>
public sealed record PairedComparison(long BothRight, long OnlyCandidateRight, long OnlyChampionRight, long BothWrong)
{
    /// <summary>Accuracy of the candidate minus accuracy of the champion, -1 to 1.</summary>
    [JsonIgnore]
    public double Difference => (double)(OnlyCandidateRight - OnlyChampionRight) / Total;

    /// <summary>
    /// The 95 % interval of <see cref="Difference"/>: Newcombe's method 10 for paired proportions, which joins the Wilson intervals of
    /// both and takes account of their correlation (Newcombe 1998, Statistics in Medicine 17, 2635-2650).
    /// </summary>
    [JsonIgnore]
    public Interval DifferenceInterval
    {
        get
        {
            var (candidateRight, championRight) = (BothRight + OnlyCandidateRight, BothRight + OnlyChampionRight);
            var (p1, p2) = ((double)candidateRight / Total, (double)championRight / Total);
            var (first, second) = (Interval.Wilson(candidateRight, Total), Interval.Wilson(championRight, Total));
            var phi = Correlation(candidateRight, championRight);
            return new Interval(
                Difference - Reach(p1 - first.Lower, second.Upper - p2, phi),
                Difference + Reach(p2 - second.Lower, first.Upper - p1, phi));
        }
    }

    private long Total => BothRight + OnlyCandidateRight + OnlyChampionRight + BothWrong;

    /// <summary>Counts two sets of predictions of the same images.</summary>
    /// <param name="candidate">float32 [N, 10] of the candidate.</param>
    /// <param name="champion">float32 [N, 10] of the champion.</param>
    /// <param name="labels">uint8 [N], the truth; N is at least 1.</param>
    public static PairedComparison Of(ReadOnlySpan<float> candidate, ReadOnlySpan<float> champion, ReadOnlySpan<byte> labels)
    {
        Span<long> counts = stackalloc long[4];
        counts.Clear();
        for (var i = 0; i < labels.Length; i++)
            counts[(IsRight(candidate, i, labels[i]) ? 0 : 2) + (IsRight(champion, i, labels[i]) ? 0 : 1)]++;
        return new PairedComparison(counts[0], counts[1], counts[2], counts[3]);
    }

    private static bool IsRight(ReadOnlySpan<float> probabilities, int image, byte label) =>
        MetricsCalculator.Best(probabilities.Slice(image * LabelMap.Count, LabelMap.Count)) == label;

    private static double Reach(double own, double other, double phi) => Math.Sqrt(own * own - 2 * phi * own * other + other * other);

    /// <summary>The phi coefficient, positive ones with Newcombe's continuity correction.</summary>
    private double Correlation(long candidateRight, long championRight)
    {
        var margins = (double)candidateRight * (Total - candidateRight) * championRight * (Total - championRight);
        var product = (double)BothRight * BothWrong - (double)OnlyCandidateRight * OnlyChampionRight;
        var corrected = product > 0 ? Math.Max(0, product - Total / 2.0) : product;
        return margins == 0 ? 0 : corrected / Math.Sqrt(margins);
    }
}
