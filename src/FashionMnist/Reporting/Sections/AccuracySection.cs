using FashionMnist.Evaluation;
using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>The accuracy with its uncertainty, against the gate's limits and against the champion.</summary>
internal static class AccuracySection
{
    public const string Id = "accuracy";

    public static Element Render(EvaluationReport evaluation, ConfusionMatrix confusion)
    {
        var models = new List<AccuracyChart.Measured>
        {
            new("candidate", confusion.Accuracy, Interval.Wilson(confusion.Right, confusion.Total), IsCandidate: true),
        };
        var limits = new List<AccuracyChart.Limit> { new("minimum", evaluation.Thresholds.MinimumAccuracy) };
        if (evaluation.Comparison is { } pairs)
        {
            var championRight = pairs.BothRight + pairs.OnlyChampionRight;
            models.Add(new("champion", (double)championRight / confusion.Total, Interval.Wilson(championRight, confusion.Total), IsCandidate: false));
            limits.Add(new("champion less tolerance", models[1].Accuracy - evaluation.Thresholds.MaximumRegression));
        }

        return Html.Section(
            Id,
            evaluation.Comparison is null ? "Accuracy" : "Accuracy against the champion",
            Html.Tag(
                "div",
                Html.Tag("figure", AccuracyChart.Draw(models, limits), Html.Tag("figcaption", "Dot: accuracy on the test images. Bar: its 95\u00a0% interval (Wilson score).")),
                Html.Tag("div", evaluation.Comparison is { } x ? Compared(x, evaluation) : Alone(evaluation))).Class("pair"));
    }

    private static IEnumerable<Node> Alone(EvaluationReport evaluation) =>
    [
        Html.Tag("p", evaluation.ChampionId == evaluation.PackageId
            ? "This model is itself the one in production, so there is nothing to compare it with."
            : "No model is in production yet, so the minimum alone decides."),
        Interpretation(),
    ];

    private static IEnumerable<Node> Compared(PairedComparison pairs, EvaluationReport evaluation)
    {
        var interval = pairs.DifferenceInterval;
        var verdict = interval switch
        {
            { Lower: > 0 } => "The candidate is better; chance alone hardly explains the difference.",
            { Upper: < 0 } => "The candidate is worse; chance alone hardly explains the difference.",
            _ => "The interval contains zero: on these images the two models cannot be told apart.",
        };
        return
        [
            Html.Tag(
                "p",
                "Difference ",
                Html.Tag("strong", Figures.Points(pairs.Difference)),
                $", 95\u00a0% interval {Figures.Points(interval.Lower)} to {Figures.Points(interval.Upper)} (Newcombe's method 10 for paired proportions). {verdict}"),
            Html.Table(
                "The same images by both models",
                [new("Images"), new("Champion right", IsNumber: true), new("Champion wrong", IsNumber: true)],
                [
                    Html.Row("Candidate right", Html.Number(Figures.Count(pairs.BothRight)), Html.Number(Figures.Count(pairs.OnlyCandidateRight))),
                    Html.Row("Candidate wrong", Html.Number(Figures.Count(pairs.OnlyChampionRight)), Html.Number(Figures.Count(pairs.BothWrong))),
                ]),
            Html.Note("Champion: ", Html.Code(evaluation.ChampionId!)),
            Interpretation(),
        ];
    }

    private static Element Interpretation() => Html.Note(
        "The intervals say how far the accuracy could differ on other images of the same kind. They know nothing of images of another kind.");
}
