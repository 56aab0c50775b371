namespace FashionMnist.Reporting.Markup;

/// <summary>The elements that reports are made of.</summary>
internal static class Html
{
    public static Element Tag(string name, params IEnumerable<Node> content) => Element.Of(name).Add(content);

    /// <summary>A section of the page with its heading.</summary>
    /// <param name="id">What links to it name.</param>
    /// <param name="heading">Its heading.</param>
    /// <param name="content">What follows.</param>
    public static Element Section(string id, string heading, params IEnumerable<Node> content) =>
        Tag("section", [Tag("h2", heading).With("id", $"{id}-heading"), .. content]).With("id", id).With("aria-labelledby", $"{id}-heading");

    /// <summary>A paragraph that explains.</summary>
    public static Element Note(params IEnumerable<Node> content) => Tag("p", content).Class("note");

    /// <summary>Text of others, for example a file name: set apart, so that its writing direction does not reach its surroundings.</summary>
    public static Element Foreign(string text) => Tag("bdi", text);

    /// <summary>A hash or an id.</summary>
    public static Element Code(string text) => Tag("code", Foreign(text));

    public static Element Number(string text) => Tag("td", text).Class("number");

    /// <summary>A table in a frame that scrolls by itself where it is too wide.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">Headings of the columns; numbers stand to the right.</param>
    /// <param name="rows">Its rows.</param>
    public static Element Table(string caption, IEnumerable<Column> columns, IEnumerable<Element> rows) =>
        Tag("div", Tag(
            "table",
            Tag("caption", caption),
            Tag("thead", Tag("tr", columns.Select(Heading))),
            Tag("tbody", rows))).Class("frame").With("tabindex", "0").With("role", "region").With("aria-label", caption);

    /// <summary>A row whose first cell names it.</summary>
    public static Element Row(string name, params IEnumerable<Node> cells) =>
        Tag("tr", [Tag("th", name).With("scope", "row"), .. cells]);

    private static Element Heading(Column column)
    {
        var heading = Tag("th", column.Heading).With("scope", "col");
        return column.IsNumber ? heading.Class("number") : heading;
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsNumber">Whether it holds numbers.</param>
internal sealed record Column(string Heading, bool IsNumber = false);
