using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>Names and values in groups: timings and provenance.</summary>
internal static class FactsSection
{
    /// <summary>Facts that belong together.</summary>
    internal sealed record Group(string Name, IReadOnlyList<(string Name, Node Value)> Facts);

    public static Element Render(string id, string heading, IEnumerable<Group> groups) =>
        Html.Section(id, heading, groups.Where(x => x.Facts.Count > 0).Select(Table));

    private static Element Table(Group group) => Html.Tag("div", Html.Tag(
        "table",
        Html.Tag("caption", group.Name),
        Html.Tag("tbody", group.Facts.Select(x => Html.Tag(
            "tr",
            Html.Tag("th", Html.Foreign(x.Name)).With("scope", "row"),
            Html.Tag("td", x.Value)))))).Class("facts");
}
