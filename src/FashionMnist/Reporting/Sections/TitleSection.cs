using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>The top of a page: what it is about, the warning about synthetic data, and links to the sections.</summary>
internal static class TitleSection
{
    /// <param name="kicker">The kind of report.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="about">What was measured and when, in one line.</param>
    /// <param name="synthetic">Whether the data was drawn.</param>
    /// <param name="links">Ids and names of the sections.</param>
    public static Element Render(
        string kicker, IEnumerable<Node> heading, IEnumerable<Node> about, bool synthetic, IEnumerable<(string Id, string Name)> links) =>
        Html.Tag("header",
        [
            Html.Tag("p", kicker).Class("kicker"),
            Html.Tag("h1", heading),
            Html.Tag("p", about).Class("meta"),
            .. synthetic ? [Warning()] : Array.Empty<Node>(),
            Html.Tag("nav", Html.Tag("ul", links.Select(x => Html.Tag("li", Html.Tag("a", x.Name).With("href", $"#{x.Id}")))))
                .With("aria-label", "Sections"),
        ]);

    private static Element Warning() => Html.Tag(
        "p",
        Html.Tag("strong", "SYNTHETIC DATA. "),
        "The model was made from, or measured on, images that this software drew instead of photographs of garments. The figures show that the "
        + "machinery works; they say nothing about real garments.").Class("warning").With("role", "note");
}
