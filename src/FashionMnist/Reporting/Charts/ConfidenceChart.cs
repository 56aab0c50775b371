using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Charts;

/// <summary>How many predictions have which confidence.</summary>
internal static class ConfidenceChart
{
    private const double Width = 400;
    private const double Left = 12;
    private const double Right = Width - 12;
    private const double Top = 26;
    private const double Bottom = 190;
    private const double Height = 230;

    private static readonly Scale X = new(0, 1, Left, Right);

    /// <param name="counts">Number of predictions in bins of equal width from 0 to 1.</param>
    public static Element Draw(IReadOnlyList<long> counts)
    {
        var total = Math.Max(1, counts.Sum());
        var most = Math.Max(1, counts.Max());
        return Svg.Chart(
            "confidence-chart",
            Width,
            Height,
            "Confidence of the predictions",
            $"Predictions by the probability of the predicted label, in {counts.Count} bins. "
            + $"{Figures.Percent((double)counts[^1] / total, 1)} are in the highest.",
            [
                .. counts.SelectMany((count, i) => Column(i, count, counts.Count, most, total)),
                Svg.Line(Left, Bottom, Right, Bottom).Class("axis"),
                .. X.Marks().Select(x => Svg.Text(
                    X[x], Bottom + 17, Figures.Percent(x, 0), x < 0.01 ? Anchor.Start : x > 0.99 ? Anchor.End : Anchor.Middle).Class("soft")),
                Svg.Text((Left + Right) / 2, Height - 4, "confidence", Anchor.Middle).Class("soft"),
            ]);
    }

    private static IEnumerable<Element> Column(int bin, long count, int bins, long most, long total)
    {
        var (left, right) = (X[(double)bin / bins], X[(double)(bin + 1) / bins]);
        var height = (Bottom - Top) * count / most;
        yield return Svg.Rectangle(left + 1, Bottom - height, right - left - 2, height).Class("accent");
        // The highest column tells what the others are measured against.
        if (count == most)
            yield return Svg.Text(right, Bottom - height - 6, $"{Figures.Count(count)} ({Figures.Percent((double)count / total, 0)})", bin < bins / 2 ? Anchor.Start : Anchor.End);
    }
}
