using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Reporting.Charts;
using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>What is taken for what.</summary>
internal static class ConfusionSection
{
    public const string Id = "confusion";
    private const int ShownPairs = 8;

    public static Element Render(ConfusionMatrix confusion) => Html.Section(
        Id,
        "Confusion matrix",
        Html.Tag(
            "div",
            Html.Tag("figure", ConfusionChart.Draw(confusion), Html.Tag("figcaption", "Images by true and predicted class. Blue is right, orange is wrong.")),
            Commonest(confusion)).Class("pair"),
        Html.Tag("details", Html.Tag("summary", "The matrix as a table"), Whole(confusion)));

    private static Element Commonest(ConfusionMatrix confusion)
    {
        var pairs = LabelMap.Labels
            .SelectMany(x => LabelMap.Labels.Where(y => y != x).Select(y => (Expected: x, Predicted: y, Images: confusion[x, y])))
            .Where(x => x.Images > 0)
            .OrderByDescending(x => x.Images)
            .Take(ShownPairs)
            .ToList();
        return pairs.Count == 0
            ? Html.Tag("p", "Every image was predicted right.")
            : Html.Table(
                "The most frequent confusions",
                [new("True class"), new("Predicted as"), new("Images", IsNumber: true), new("Of the class", IsNumber: true)],
                pairs.Select(x => Html.Row(
                    LabelMap.NameOf(x.Expected),
                    Html.Tag("td", LabelMap.NameOf(x.Predicted)),
                    Html.Number(Figures.Count(x.Images)),
                    Html.Number(Figures.Percent((double)x.Images / confusion.Expected(x.Expected), 1)))));
    }

    private static Element Whole(ConfusionMatrix confusion) => Html.Table(
        "Rows are true classes, columns predicted ones",
        [new("True class"), .. LabelMap.Names.Select(x => new Column(x, IsNumber: true))],
        LabelMap.Labels.Select(x => Html.Row(LabelMap.NameOf(x), LabelMap.Labels.Select(y => Html.Number(Figures.Count(confusion[x, y]))))));
}
