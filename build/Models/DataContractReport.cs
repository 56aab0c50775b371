using System.Text.Json;
using System.Xml.Linq;
using FashionMnist.Build.Output;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Nuke.Common.IO;

namespace FashionMnist.Build.Models;

/// <summary>Writes the findings of the data contract as JUnit XML when the check ends, however it ends.</summary>
/// <param name="findings">The findings (JSON).</param>
/// <param name="report">Where the XML goes.</param>
internal sealed class DataContractReport(AbsolutePath findings, AbsolutePath report) : IDisposable
{
    private const string SuiteName = "DataContract";

    public void Dispose()
    {
        if (findings.FileExists())
            AtomicFile.Write(report, Convert(findings.ReadAllText()));
    }

    /// <summary>Does something and writes, however it ends, the result of a test of that name.</summary>
    public static void Of(AbsolutePath report, string name, Action action)
    {
        try
        {
            action();
            AtomicFile.Write(report, Suite([Case(name, failure: null)]));
        }
        catch (FashionMnistException e)
        {
            AtomicFile.Write(report, Suite([Case(name, BuildOutput.FirstError ?? e.Message)]));
            throw;
        }
    }

    /// <summary>A test for every rule and split.</summary>
    public static string Convert(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Suite([.. document.RootElement.EnumerateArray().Select(x => Case(
            $"{x.GetProperty("split").GetString()}: {x.GetProperty("rule").GetString()}",
            x.GetProperty("passed").GetBoolean() ? null : x.GetProperty("finding").GetString()))]);
    }

    private static string Suite(IReadOnlyList<XElement> cases) => new XDocument(new XElement(
        "testsuites",
        new XElement(
            "testsuite",
            new XAttribute("name", SuiteName),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(x => x.HasElements)),
            cases))) + "\n";

    private static XElement Case(string name, string? failure) => new(
        "testcase",
        new XAttribute("classname", SuiteName),
        new XAttribute("name", Clean(name)),
        new XAttribute("time", 0),
        failure is null ? null : new XElement("failure", new XAttribute("message", Clean(failure))));

    /// <summary>Without the characters that XML cannot hold.</summary>
    private static string Clean(string text) => string.Concat(text.Where(x => !char.IsControl(x) && !char.IsSurrogate(x)));
}
