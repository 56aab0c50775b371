using System.Text.Json;
using System.Xml.Linq;
using FashionMnist.Models.IO;
using Nuke.Common.IO;

namespace FashionMnist.Build.Models;

/// <summary>Writes the findings of the data contract as JUnit XML when the check ends, however it ends.</summary>
/// <param name="findings">The findings (JSON).</param>
/// <param name="report">Where the XML goes.</param>
internal sealed class DataContractReport(AbsolutePath findings, AbsolutePath report) : IDisposable
{
    private const string Suite = "DataContract";

    public void Dispose()
    {
        if (findings.FileExists())
            AtomicFile.Write(report, Convert(findings.ReadAllText()) + "\n");
    }

    /// <summary>A test for every rule and split.</summary>
    public static string Convert(string json)
    {
        using var document = JsonDocument.Parse(json);
        var cases = document.RootElement.EnumerateArray().Select(Case).ToList();
        return new XDocument(new XElement(
            "testsuites",
            new XElement(
                "testsuite",
                new XAttribute("name", Suite),
                new XAttribute("tests", cases.Count),
                new XAttribute("failures", cases.Count(x => x.HasElements)),
                cases))).ToString();
    }

    private static XElement Case(JsonElement result)
    {
        var test = new XElement(
            "testcase",
            new XAttribute("classname", Suite),
            new XAttribute("name", Clean($"{result.GetProperty("split").GetString()}: {result.GetProperty("rule").GetString()}")),
            new XAttribute("time", 0));
        if (!result.GetProperty("passed").GetBoolean())
            test.Add(new XElement("failure", new XAttribute("message", Clean(result.GetProperty("finding").GetString()!))));
        return test;
    }

    /// <summary>Without the characters that XML cannot hold.</summary>
    private static string Clean(string text) => string.Concat(text.Where(x => !char.IsControl(x) && !char.IsSurrogate(x)));
}
