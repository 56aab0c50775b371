using System.Text.RegularExpressions;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>Takes out of a probe's output what differs from run to run, from machine to machine and from engine to engine without meaning.</summary>
internal static partial class Normaliser
{
    public const string RootMark = "<root>";

    public static string Apply(string text, string root)
    {
        var lines = new List<string>();
        var visible = Invisible().Replace(text, "").Replace('\u00a0', ' ').Replace(root, RootMark, StringComparison.Ordinal);
        foreach (var line in visible.Split('\n').Select(x => x.TrimEnd()))
        {
            if (BlockLetters().IsMatch(line))
                continue;
            if (!StackFrame().IsMatch(line))
                lines.Add(Line(line));
            else if (lines.LastOrDefault() != "   <stack>")
                lines.Add("   <stack>");
        }

        return string.Join('\n', lines).Trim('\n') + "\n";
    }

    private static string Line(string line)
    {
        line = LogTime().Replace(line, "<time>");
        line = EndTime().Replace(line, "$1<time>.");
        line = LogFileTime().Replace(line, "<time>");
        line = Duration().Replace(line, "<duration>");
        line = EngineVersion().Replace(line, "<version>");
        line = Locator().Replace(line, "<bin>/");
        return InternalParameterName().Replace(line, "");
    }

    /// <summary>Colours, and the characters by which the engine keeps empty lines and spaces alive.</summary>
    [GeneratedRegex("\u001b\\[[0-9;]*m|\u200b|\ufeff|\r")]
    private static partial Regex Invisible();

    /// <summary>The original draws its name; the stand-in does not.</summary>
    [GeneratedRegex("^[═║╔╗╚╝█ ]*█[═║╔╗╚╝█ ]*$|^[╔╗╚╝═ ]*╚[╔╗╚╝═ ]*$")]
    private static partial Regex BlockLetters();

    [GeneratedRegex(@"^\s*(at \S.*[)\]](?: in .*)?|--- End of .*)$")]
    private static partial Regex StackFrame();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d(\.\d{3})?(?= )")]
    private static partial Regex LogTime();

    [GeneratedRegex("(Build (?:succeeded|failed) on ).*?\\.(?= )")]
    private static partial Regex EndTime();

    [GeneratedRegex(@"(?<=build\.)\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(?=\.log)")]
    private static partial Regex LogFileTime();

    /// <summary>Ten characters, so that the table stays a table.</summary>
    [GeneratedRegex(" {4}< 1sec(?=$| )| {6}\\d:\\d\\d(?=$| )")]
    private static partial Regex Duration();

    [GeneratedRegex("(?<=Engine version ).*")]
    private static partial Regex EngineVersion();

    [GeneratedRegex(@"(?<![\w./])/(?:usr/)?bin/(?=(?:(?:ba)?sh|which)\b)")]
    private static partial Regex Locator();

    /// <summary>The original lets the name of a variable of its own slip into a message.</summary>
    [GeneratedRegex(@" \(Parameter 'x\.File'\)$")]
    private static partial Regex InternalParameterName();
}
