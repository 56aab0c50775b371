using System.Xml;
using System.Xml.Linq;

namespace FashionMnist.Build.Testing;

/// <summary>What a test run left in its results folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="start">When the run started: older files belong to another one.</param>
internal sealed class TestRunFiles(string folder, DateTime start)
{
    /// <summary>How many tests were skipped for which reason, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Skipped =>
    [
        .. Files("*.trx")
            .SelectMany(x => Descendants(x, "UnitTestResult"))
            .Where(x => x.Attribute("outcome")?.Value == "NotExecuted")
            .CountBy(Reason)
            .OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => (x.Key, x.Value)),
    ];

    /// <summary>The tests that were running when the hang guard or a crash ended their process.</summary>
    public IReadOnlyList<string> NotEnded =>
    [
        .. Files("Sequence_*.xml")
            .SelectMany(x => Descendants(x, "Test"))
            .Where(x => x.Attribute("Completed")?.Value == "False")
            .Select(x => x.Attribute("DisplayName")?.Value ?? "")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private IEnumerable<string> Files(string pattern) =>
        (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [])
            .Where(x => File.GetLastWriteTimeUtc(x) >= start.AddSeconds(-1));

    private static string Reason(XElement result) =>
        result.Descendants().FirstOrDefault(x => x.Name.LocalName is "Message" or "StdOut")?.Value.Trim() ?? "no reason given";

    private static IEnumerable<XElement> Descendants(string file, string name)
    {
        try
        {
            return [.. XDocument.Load(file).Descendants().Where(x => x.Name.LocalName == name)];
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return [];
        }
    }
}
