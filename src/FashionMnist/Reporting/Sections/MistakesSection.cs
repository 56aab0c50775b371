using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Reporting.Images;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting.Sections;

/// <summary>Images worth a look: the most confident mistakes, or where no label is known the least confident predictions.</summary>
internal static class MistakesSection
{
    public const string Id = "images";

    public static string Name(PredictionStatistics statistics) =>
        statistics.Confusion.Total > 0 ? "Most confident mistakes" : "Least confident predictions";

    public static Element Render(PredictionStatistics statistics)
    {
        var labelled = statistics.Confusion.Total > 0;
        var images = labelled ? statistics.Mistakes : statistics.Doubtful;
        return Html.Section(
            Id,
            Name(statistics),
            Html.Note(labelled
                ? "Wrong predictions, the surest first. Among them are labels of the dataset that are themselves doubtful."
                : "The predictions that the model was least sure of, the least sure first."),
            images.Count == 0
                ? Html.Tag("p", labelled ? "There is none." : "No image was predicted.")
                : Html.Tag("ul", images.Select(Tile)).Class("images"));
    }

    private static Element Tile(NotableImage image) => Html.Tag(
        "li",
        Html.Tag("img").With("src", Png.DataUri(image.Pixels)).With("width", 84).With("height", 84).With("alt", Description(image)),
        Html.Tag(
            "div",
            [
                Html.Tag("div", $"{LabelMap.NameOf(image.Predicted)} {Figures.Percent(image.Probability, 1)}").Class("said"),
                .. image.Expected is { } expected ? [Html.Tag("div", $"is {LabelMap.NameOf(expected)}")] : Array.Empty<Node>(),
                Html.Tag("div", $"image {image.Index.ToString(CultureInfo.InvariantCulture)}").Class("soft"),
            ]));

    private static string Description(NotableImage image) => image.Expected is { } expected
        ? $"{LabelMap.NameOf(expected)} predicted as {LabelMap.NameOf(image.Predicted)}"
        : $"Predicted as {LabelMap.NameOf(image.Predicted)}";
}
