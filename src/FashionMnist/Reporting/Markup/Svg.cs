using System.Globalization;

namespace FashionMnist.Reporting.Markup;

/// <summary>The shapes that charts are made of. Colours are classes, so that light, dark and print can choose them.</summary>
internal static class Svg
{
    /// <summary>A drawing that scales with the page and says in words what it shows.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="width">Width of its coordinates.</param>
    /// <param name="height">Height of its coordinates.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What is to be seen.</param>
    /// <param name="shapes">Its content.</param>
    public static Element Chart(
        string id, double width, double height, string title, string description, params IEnumerable<Node> shapes) =>
        Html.Tag("svg",
            [
                Html.Tag("title", title).With("id", $"{id}-title"),
                Html.Tag("desc", description).With("id", $"{id}-desc"),
                .. shapes,
            ])
            .With("viewBox", Numbers(0, 0, width, height))
            .With("role", "img")
            .With("aria-labelledby", $"{id}-title")
            .With("aria-describedby", $"{id}-desc");

    /// <summary>A drawing beside text that says the same; not read out.</summary>
    public static Element Decoration(double width, double height, params IEnumerable<Node> shapes) =>
        Html.Tag("svg", shapes).With("viewBox", Numbers(0, 0, width, height)).With("aria-hidden", "true");

    public static Element Rectangle(double x, double y, double width, double height) => Html.Tag("rect")
        .With("x", x).With("y", y).With("width", Math.Max(0, width)).With("height", Math.Max(0, height));

    public static Element Line(double x1, double y1, double x2, double y2) => Html.Tag("line")
        .With("x1", x1).With("y1", y1).With("x2", x2).With("y2", y2);

    public static Element Circle(double x, double y, double radius) => Html.Tag("circle")
        .With("cx", x).With("cy", y).With("r", radius);

    public static Element Path(IReadOnlyList<(double X, double Y)> points) => Html.Tag("polyline")
        .With("points", string.Join(' ', points.Select(p => Numbers(p.X, p.Y))));

    /// <summary>Text whose start, middle or end stands at a point.</summary>
    public static Element Text(double x, double y, string text, Anchor anchor = Anchor.Start) => Html.Tag("text", text)
        .With("x", x).With("y", y).With("text-anchor", anchor.ToString().ToLowerInvariant());

    /// <summary>Text that reads upwards from a point.</summary>
    public static Element UpwardText(double x, double y, string text, Anchor anchor = Anchor.Start) =>
        Text(0, 0, text, anchor).With("transform", $"translate({Numbers(x, y)}) rotate(-90)");

    private static string Numbers(params double[] numbers) =>
        string.Join(' ', numbers.Select(x => Math.Round(x, 2, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Which part of a text stands at its point.</summary>
internal enum Anchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
