using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>Precision and recall of each class.</summary>
internal static class ClassSection
{
    public const string Id = "classes";

    public static Element Render(ConfusionMatrix confusion) => Html.Section(
        Id,
        "Classes",
        Html.Note("Recall: share of the images of a class that were found. Precision: share of right ones among those predicted as it. Bars run from 0 to 100\u00a0%."),
        Html.Table(
            "Recall and precision by class",
            [new("Class"), new("Recall", IsNumber: true), new("Precision", IsNumber: true)],
            LabelMap.Labels.Select(x => Html.Row(
                LabelMap.NameOf(x),
                Bar.Cell(Figures.Percent(confusion.Recall(x), 1), confusion.Recall(x), "accent"),
                Bar.Cell(Figures.Percent(confusion.Precision(x), 1), confusion.Precision(x), "neutral")))));
}
