using System.Globalization;
using FashionMnist.Models.Registry;

namespace FashionMnist.Build.Models;

/// <summary>The history of a model as lines for people.</summary>
internal static class HistoryTable
{
    /// <summary>One line an event, newest first; the package in production is marked.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<HistoryEntry> entries) =>
        entries.Count == 0 ? ["Nothing was published yet"] : entries.Select(Line);

    private static string Line(HistoryEntry entry) => string.Create(CultureInfo.InvariantCulture,
        $"{entry.At:yyyy-MM-dd HH:mm:ss}  {(entry.InProduction ? "*" : " ")} {entry.Action,-10}  {entry.PackageId[..12]}  {entry.Accuracy,8:P2}  {entry.By}{(entry.Reason is null ? "" : $"  \"{entry.Reason}\"")}");
}
