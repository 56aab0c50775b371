using FashionMnist.Data;
using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting.Sections;

/// <summary>How often each class is predicted, and how often it is there where that is known.</summary>
internal static class DistributionSection
{
    public const string Id = "distribution";

    public static Element Render(PredictionStatistics statistics) => Html.Section(
        Id,
        "Class distribution",
        statistics.Confusion.Total > 0 ? Labelled(statistics) : Unlabelled(statistics));

    private static Element Labelled(PredictionStatistics statistics)
    {
        var confusion = statistics.Confusion;
        var most = Math.Max(1, LabelMap.Labels.Max(x => Math.Max(confusion.Expected(x), confusion.Predicted(x))));
        return Html.Table(
            "Images of each class, true and predicted",
            [new("Class"), new("True", IsNumber: true), new("Predicted", IsNumber: true), new("Difference", IsNumber: true)],
            LabelMap.Labels.Select(x => Html.Row(
                LabelMap.NameOf(x),
                Bar.Cell(Figures.Count(confusion.Expected(x)), (double)confusion.Expected(x) / most, "neutral"),
                Bar.Cell(Figures.Count(confusion.Predicted(x)), (double)confusion.Predicted(x) / most, "accent"),
                Html.Number(Figures.Signed(confusion.Predicted(x) - confusion.Expected(x))))));
    }

    private static Element Unlabelled(PredictionStatistics statistics)
    {
        var most = Math.Max(1, statistics.Predicted.Max());
        return Html.Table(
            "Images predicted as each class",
            [new("Class"), new("Predicted", IsNumber: true), new("Share", IsNumber: true)],
            LabelMap.Labels.Select(x => Html.Row(
                LabelMap.NameOf(x),
                Bar.Cell(Figures.Count(statistics.Predicted[x]), (double)statistics.Predicted[x] / most, "accent"),
                Html.Number(Figures.Percent((double)statistics.Predicted[x] / Math.Max(1, statistics.Count), 1)))));
    }
}
