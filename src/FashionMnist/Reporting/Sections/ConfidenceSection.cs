using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting.Sections;

/// <summary>How sure the model was.</summary>
internal static class ConfidenceSection
{
    public const string Id = "confidence";

    public static Element Render(PredictionStatistics statistics) => Html.Section(
        Id,
        "Confidence",
        Html.Tag(
            "figure",
            ConfidenceChart.Draw(statistics.Confidence),
            Html.Tag("figcaption", "Predictions by the probability of the predicted label, in bins of 5 points.")));
}
