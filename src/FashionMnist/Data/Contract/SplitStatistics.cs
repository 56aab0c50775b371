namespace FashionMnist.Data.Contract;

/// <summary>What one split looks like as a whole.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="MinimumPixel">Smallest pixel of all images.</param>
/// <param name="MaximumPixel">Largest pixel of all images.</param>
/// <param name="MeanContrast">Mean RMS contrast.</param>
/// <param name="ContrastPercentile1">1st percentile of RMS contrast (nearest rank).</param>
/// <param name="ContrastPercentile99">99th percentile of RMS contrast (nearest rank).</param>
/// <param name="ClassCounts">Images of each class, label 0 first.</param>
public sealed record SplitStatistics(
    int Count,
    byte MinimumPixel,
    byte MaximumPixel,
    double MeanContrast,
    double ContrastPercentile1,
    double ContrastPercentile99,
    IReadOnlyList<int> ClassCounts)
{
    /// <summary>Measures a split that has at least one image.</summary>
    /// <param name="split">The images; labels outside of the map are left out of <see cref="ClassCounts"/>.</param>
    /// <param name="features">Features of each image, as <see cref="ImageFeatures.Of"/> gives them.</param>
    public static SplitStatistics Of(FashionMnistDataset split, IReadOnlyList<ImageFeatures> features)
    {
        var contrasts = features.Select(x => x.Contrast).Order().ToArray();
        var counts = new int[LabelMap.Count];
        foreach (var label in split.Labels.Where(x => LabelMap.Contains(x)))
            counts[label]++;

        return new SplitStatistics(
            split.Count,
            split.Images.Min(),
            split.Images.Max(),
            contrasts.Average(),
            Percentile(contrasts, 0.01),
            Percentile(contrasts, 0.99),
            counts);
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
