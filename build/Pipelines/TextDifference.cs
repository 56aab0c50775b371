using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace FashionMnist.Build.Pipelines;

/// <summary>A difference between two texts as people know it from `diff -u`.</summary>
internal static class TextDifference
{
    private const int Context = 2;

    /// <param name="file">Name of the file.</param>
    /// <param name="actual">What it holds; none: it is not there.</param>
    /// <param name="expected">What it must hold; none: it must not be there.</param>
    public static string Of(string file, string? actual, string? expected)
    {
        var lines = InlineDiffBuilder.Diff(actual ?? "", expected ?? "").Lines;
        var shown = new List<string>
        {
            $"--- {(actual is null ? "(not there)" : file)}",
            $"+++ {(expected is null ? "(must not be there)" : $"{file}, generated")}",
        };
        var hidden = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines.Skip(i - Context).Take(i < Context ? i + Context + 1 : (2 * Context) + 1).All(x => x.Type == ChangeType.Unchanged))
            {
                hidden = true;
                continue;
            }

            if (hidden)
                shown.Add($"@@ line {i + 1} @@");
            hidden = false;
            shown.Add($"{Mark(lines[i].Type)}{lines[i].Text}".TrimEnd());
        }

        return string.Join('\n', shown);
    }

    private static char Mark(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
