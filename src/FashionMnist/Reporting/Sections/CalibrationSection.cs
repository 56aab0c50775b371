using FashionMnist.Evaluation;
using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>Whether the model is as right as it is sure.</summary>
internal static class CalibrationSection
{
    public const string Id = "calibration";

    public static Element Render(CalibrationCurve curve) => Html.Section(
        Id,
        "Calibration",
        Html.Tag(
            "div",
            Html.Tag(
                "figure",
                CalibrationChart.Draw(curve),
                Html.Tag("figcaption", "Accuracy against confidence. Bars: 95\u00a0% intervals (Wilson score). Above the dashed line the model is less sure than it could be.")),
            Html.Tag("div", Words(curve), Table(curve))).Class("pair"));

    private static Element Words(CalibrationCurve curve)
    {
        var bins = curve.Bins.Where(x => x.Images > 0).ToList();
        var images = bins.Sum(x => x.Images);
        var confidence = bins.Sum(x => x.Confidence!.Value * x.Images) / images;
        var accuracy = bins.Sum(x => x.Accuracy!.Value * x.Images) / images;
        return Html.Tag(
            "p",
            "Expected calibration error ",
            Html.Tag("strong", Figures.Percent(curve.ExpectedError)),
            $". On average the model is {Figures.Percent(confidence, 1)} sure and {Figures.Percent(accuracy, 1)} of its predictions are right: "
            + (confidence < accuracy ? "it is underconfident." : "it is overconfident."));
    }

    private static Element Table(CalibrationCurve curve) => Html.Table(
        "Mean confidence and accuracy of the bins that have images",
        [new("Bin"), new("Images", IsNumber: true), new("Confidence", IsNumber: true), new("Accuracy", IsNumber: true)],
        curve.Bins.Where(x => x.Images > 0).Select(x => Html.Row(
            Figures.PercentRange(x.Lower, x.Upper),
            Html.Number(Figures.Count(x.Images)),
            Html.Number(Figures.Percent(x.Confidence!.Value, 1)),
            Html.Number(Figures.Percent(x.Accuracy!.Value, 1)))));
}
