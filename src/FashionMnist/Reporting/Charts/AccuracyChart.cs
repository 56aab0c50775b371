using FashionMnist.Evaluation;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Charts;

/// <summary>Accuracies with their intervals, against what the gate asks for.</summary>
internal static class AccuracyChart
{
    private const double Width = 400;
    private const double RowHeight = 44;
    private const double Margin = 14;
    private const double LimitRow = 18;
    private const double AxisHeight = 30;
    private const double NameWidth = 160;

    /// <summary>A model's accuracy.</summary>
    internal sealed record Measured(string Name, double Accuracy, Interval Interval, bool IsCandidate);

    /// <summary>An accuracy that the gate asks for.</summary>
    internal sealed record Limit(string Name, double Accuracy);

    public static Element Draw(IReadOnlyList<Measured> models, IReadOnlyList<Limit> limits)
    {
        var values = models.SelectMany(x => new[] { x.Interval.Lower, x.Interval.Upper }).Concat(limits.Select(x => x.Accuracy)).ToList();
        var pad = Math.Max(0.002, (values.Max() - values.Min()) * 0.12);
        var x = new Scale(Math.Max(0, values.Min() - pad), Math.Min(1, values.Max() + pad), Margin, Width - Margin);
        var top = limits.Count * LimitRow + 6;
        var bottom = top + models.Count * RowHeight;

        return Svg.Chart(
            "accuracy-chart",
            Width,
            bottom + AxisHeight,
            "Accuracy with 95 % intervals",
            string.Join("; ", [.. models.Select(Describe), .. limits.Select(l => $"{l.Name} {Figures.Percent(l.Accuracy)}")]) + ".",
            [
                .. Axis(x, top, bottom),
                .. limits.Select((l, i) => Svg.Line(x[l.Accuracy], i * LimitRow + 4, x[l.Accuracy], bottom).Class("limit")),
                .. limits.Select((l, i) => Name(l, x[l.Accuracy], i * LimitRow + 12)),
                .. models.SelectMany((m, i) => Row(m, x, top + i * RowHeight)),
            ]);
    }

    private static string Describe(Measured model) =>
        $"{model.Name} {Figures.Percent(model.Accuracy)}, from {Figures.Percent(model.Interval.Lower)} to {Figures.Percent(model.Interval.Upper)}";

    private static IEnumerable<Element> Axis(Scale x, double top, double bottom)
    {
        var digits = x.Step < 0.01 ? 1 : 0;
        foreach (var mark in x.Marks())
        {
            yield return Svg.Line(x[mark], top, x[mark], bottom).Class("grid");
            yield return Svg.Text(x[mark], bottom + 18, Figures.Percent(mark, digits), Anchor.Middle).Class("soft");
        }
    }

    private static Element Name(Limit limit, double at, double y)
    {
        var leftHalf = at < Width / 2;
        return Svg.Text(leftHalf ? at + 5 : at - 5, y, $"{limit.Name} {Figures.Percent(limit.Accuracy)}", leftHalf ? Anchor.Start : Anchor.End).Class("halo");
    }

    private static IEnumerable<Element> Row(Measured model, Scale x, double top)
    {
        var (text, y) = (top + 16, top + 30);
        var kind = model.IsCandidate ? "accent" : "neutral";
        // The name stays within the drawing.
        var start = Math.Min(x[model.Interval.Lower], Width - NameWidth);
        yield return Svg.Text(start, text, $"{model.Name} {Figures.Percent(model.Accuracy)}").Class("strong halo");
        yield return Svg.Line(x[model.Interval.Lower], y, x[model.Interval.Upper], y).Class($"whisker {kind}");
        yield return Svg.Line(x[model.Interval.Lower], y - 5, x[model.Interval.Lower], y + 5).Class($"whisker {kind}");
        yield return Svg.Line(x[model.Interval.Upper], y - 5, x[model.Interval.Upper], y + 5).Class($"whisker {kind}");
        yield return Svg.Circle(x[model.Accuracy], y, 5.5).Class(kind);
    }
}
