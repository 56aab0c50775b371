using System.Runtime.InteropServices;
using System.Text;

namespace FashionMnist.Bench.Results;

/// <summary>The table as Markdown.</summary>
internal static class ResultsTable
{
    public static string Of(IReadOnlyList<(string Name, Row Row)> rows)
    {
        var text = new StringBuilder()
            .Append("| comparison | measured: median (range) | target | met | command |\n|---|---|---|---|---|\n");
        foreach (var (name, row) in rows)
            text.Append($"| {row.Name} | {row.Figure} | {row.Target} | {Verdict(row.Met)} | `./build.sh Bench --only {name}` |\n");
        return text
            .Append($"\n{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}\n")
            .ToString();
    }

    private static string Verdict(bool? met) => met switch { true => "yes", false => "no", null => "" };
}
