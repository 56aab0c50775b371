using System.Globalization;
using FashionMnist.Reporting.Markup;
using FashionMnist.Reporting.Statistics;

namespace FashionMnist.Reporting.Sections;

/// <summary>Rows that could not be used.</summary>
internal static class RejectsSection
{
    public const string Id = "rejects";

    public static Element Render(PredictionStatistics statistics, long rejected, string file) => Html.Section(
        Id,
        "Rejected rows",
        rejected == 0
            ? Html.Tag("p", "Every row could be used.")
            : Html.Table(
                rejected > statistics.Rejected.Count
                    ? $"The first {statistics.Rejected.Count} of {Figures.Count(rejected, "rejected row")}; {file} has all of them"
                    : $"{Figures.Count(rejected, "rejected row")}; {file} has them too",
                [new("Row", IsNumber: true), new("Reason"), new("File")],
                statistics.Rejected.Select(x => Html.Tag(
                    "tr",
                    Html.Tag("th", x.Row.ToString(CultureInfo.InvariantCulture)).With("scope", "row").Class("number"),
                    Html.Tag("td", Html.Foreign(x.Reason)),
                    Html.Tag("td", Html.Foreign(x.File))))));
}
