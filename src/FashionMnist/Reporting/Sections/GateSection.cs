using FashionMnist.Evaluation;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>Whether the model may go out and why, and the numbers behind it.</summary>
internal static class GateSection
{
    public const string Id = "gate";

    public static Element Render(EvaluationReport evaluation, ConfusionMatrix confusion)
    {
        var interval = Interval.Wilson(confusion.Right, confusion.Total);
        return Html.Section(
            Id,
            "Gate",
            Html.Tag("p", Html.Tag("span", evaluation.Passed ? "\u2713" : "\u2715").With("aria-hidden", "true"), evaluation.Passed ? "Passed" : "Refused")
                .Class(evaluation.Passed ? "verdict good" : "verdict bad"),
            Html.Tag("p", Html.Foreign(Sentence(evaluation.Reason))),
            KeyFigures.Render(
            [
                new("Accuracy", Figures.Percent(confusion.Accuracy), $"95\u00a0% interval {Range(interval)}"),
                Champion(evaluation),
                new("Calibration error", Figures.Percent(evaluation.Metrics.ExpectedCalibrationError), "expected, over 15 bins"),
                new("Latency", Figures.Milliseconds(evaluation.Metrics.LatencyMilliseconds), "median of a single image"),
            ]));
    }

    /// <summary>An interval of shares in words.</summary>
    public static string Range(Interval interval) => $"{Figures.Percent(interval.Lower)} to {Figures.Percent(interval.Upper)}";

    private static KeyFigures.Figure Champion(EvaluationReport evaluation) => evaluation switch
    {
        { Comparison: { } pairs } => new("Against the champion", Figures.Points(pairs.Difference), $"champion {Figures.Percent(evaluation.ChampionAccuracy!.Value)}"),
        { ChampionId: { } id } when id == evaluation.PackageId => new("Against the champion", "same", "this model is the champion"),
        _ => new("Against the champion", "none", "no model is in production yet"),
    };

    private static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
