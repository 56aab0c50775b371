using FashionMnist.Reporting.Markup;

namespace FashionMnist.Reporting.Charts;

/// <summary>A bar beside a number in a table.</summary>
internal static class Bar
{
    private const double Width = 100;
    private const double Height = 8;

    /// <param name="share">Its length as a share of the whole, 0 to 1.</param>
    /// <param name="kind">Class of its colour.</param>
    public static Element Of(double share, string kind) => Svg.Decoration(
        Width,
        Height,
        Svg.Rectangle(0, 0, Width, Height).Class("track"),
        Svg.Rectangle(0, 0, Width * Math.Clamp(share, 0, 1), Height).Class(kind)).Class("bar").With("preserveAspectRatio", "none");

    /// <summary>A cell of a table with a number and its bar.</summary>
    public static Element Cell(string number, double share, string kind) =>
        Html.Tag("td", Html.Tag("div", Of(share, kind), Html.Tag("span", number)).Class("measure")).Class("number measured");
}
