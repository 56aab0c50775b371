using FashionMnist.Evaluation;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Charts;

/// <summary>The reliability diagram: accuracy over confidence, and below it how many images each bin has.</summary>
internal static class CalibrationChart
{
    private const double Width = 400;
    private const double Left = 62;
    private const double Right = Width - 10;
    private const double Top = 10;
    private const double Bottom = 270;
    private const double CountsTop = 288;
    private const double CountsBottom = 338;
    private const double Height = 378;

    private static readonly Scale X = new(0, 1, Left, Right);
    private static readonly Scale Y = new(0, 1, Bottom, Top);

    public static Element Draw(CalibrationCurve curve) => Svg.Chart(
        "calibration-chart",
        Width,
        Height,
        "Reliability diagram",
        "Accuracy over confidence in 15 bins; on the dashed diagonal both are the same. The bars below are the images in each bin. "
        + $"Expected calibration error {Figures.Percent(curve.ExpectedError)}.",
        [
            .. Axes(),
            Svg.Line(X[0], Y[0], X[1], Y[1]).Class("diagonal"),
            .. curve.Bins.Where(x => x.Images > 0).SelectMany(Point),
            Svg.Path([.. curve.Bins.Where(x => x.Images > 0).Select(x => (X[x.Confidence!.Value], Y[x.Accuracy!.Value]))]).Class("curve"),
            .. Counts(curve.Bins),
        ]);

    private static IEnumerable<Element> Axes()
    {
        foreach (var mark in X.Marks())
        {
            yield return Svg.Line(Left, Y[mark], Right, Y[mark]).Class("grid");
            yield return Svg.Text(Left - 6, Y[mark] + 4, Figures.Percent(mark, 0), Anchor.End).Class("soft");
            yield return Svg.Text(X[mark], CountsBottom + 16, Figures.Percent(mark, 0), mark > 0.99 ? Anchor.End : Anchor.Middle).Class("soft");
        }

        yield return Svg.Text((Left + Right) / 2, Height - 4, "confidence", Anchor.Middle).Class("soft");
        yield return Svg.UpwardText(11, (Top + Bottom) / 2, "accuracy", Anchor.Middle).Class("soft");
        yield return Svg.UpwardText(11, (CountsTop + CountsBottom) / 2, "images", Anchor.Middle).Class("soft");
        yield return Svg.Line(Left, CountsBottom, Right, CountsBottom).Class("axis");
    }

    private static IEnumerable<Element> Point(CalibrationBin bin)
    {
        var (x, y) = (X[bin.Confidence!.Value], Y[bin.Accuracy!.Value]);
        var interval = Interval.Wilson((long)Math.Round(bin.Accuracy.Value * bin.Images), bin.Images);
        yield return Svg.Line(x, Y[interval.Lower], x, Y[interval.Upper]).Class("whisker accent faint");
        yield return Svg.Circle(x, y, 4).Class("accent");
    }

    private static IEnumerable<Element> Counts(IReadOnlyList<CalibrationBin> bins)
    {
        var most = Math.Max(1, bins.Max(x => x.Images));
        foreach (var bin in bins)
        {
            var height = (CountsBottom - CountsTop) * bin.Images / most;
            yield return Svg.Rectangle(X[bin.Lower] + 1, CountsBottom - height, X[bin.Upper] - X[bin.Lower] - 2, height).Class("neutral");
        }
    }
}
