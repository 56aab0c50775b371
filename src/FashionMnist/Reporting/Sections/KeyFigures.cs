using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Sections;

/// <summary>The few numbers that are read first.</summary>
internal static class KeyFigures
{
    /// <summary>A number with its name and a remark.</summary>
    internal sealed record Figure(string Name, string Value, string Remark);

    public static Element Render(IEnumerable<Figure> figures) => Html.Tag("dl", figures.Select(x => Html.Tag(
        "div",
        Html.Tag("dt", x.Name),
        Html.Tag("dd", x.Value).Class("value"),
        Html.Tag("dd", x.Remark).Class("aside")))).Class("figures");
}
