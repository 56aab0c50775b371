using System.Xml;
using System.Xml.Linq;

namespace FashionMnist.Build.Notifications;

/// <summary>Reads JUnit XML.</summary>
internal static class TestResults
{
    private static readonly string[] Formats = [".xml", ".trx"];

    /// <summary>Names of the failed tests in files written since <paramref name="start"/>; what cannot be read counts as empty.</summary>
    /// <param name="patterns">Absolute paths, the last part of which may hold wildcards.</param>
    /// <param name="start">When the build started: older files belong to another one.</param>
    public static IReadOnlyList<string> FailedIn(IEnumerable<string> patterns, DateTime start) =>
    [
        .. patterns
            .SelectMany(Files)
            .Distinct()
            .Where(x => File.GetLastWriteTimeUtc(x) >= start.AddSeconds(-1))
            .Order(StringComparer.Ordinal)
            .SelectMany(Failed),
    ];

    /// <summary>Removes the results that a target left in an earlier run: of a project that is gone nobody would overwrite them.</summary>
    /// <param name="products">What the target leaves, as absolute paths the last part of which may hold wildcards.</param>
    public static void Clear(IEnumerable<string> products)
    {
        foreach (var file in products.Where(x => Formats.Contains(Path.GetExtension(x))).SelectMany(Files))
            File.Delete(file);
    }

    private static string[] Files(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern)!;
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
    }

    private static List<string> Failed(string file)
    {
        try
        {
            return
            [
                .. XDocument.Load(file).Descendants("testcase")
                    .Where(x => x.Element("failure") is not null || x.Element("error") is not null)
                    .Select(x => $"{x.Attribute("classname")?.Value.Split('.')[^1]}.{x.Attribute("name")?.Value}".TrimStart('.')),
            ];
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return [];
        }
    }
}
