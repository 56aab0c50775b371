using System.Text.RegularExpressions;

namespace FashionMnist.Build.CommandLine.Help;

/// <summary>Lays the help out for a width.</summary>
internal sealed partial class HelpText(IReadOnlyList<HelpEntry> targets, IReadOnlyList<HelpEntry> options, int width)
{
    /// <summary>Longer lines are hard to read.</summary>
    private const int Widest = 100;

    /// <summary>Below this a text beside the names would have no room.</summary>
    private const int NarrowestColumns = 60;

    private const string Indentation = "  ";

    private static readonly HelpEntry[] Running =
    [
        new("--plan", "Shows what would run in which order, and runs nothing", HelpGroup.More),
        new("--skip", "Leaves targets out; without a name all dependencies", HelpGroup.More),
        new("--continue", "Goes on where the last run failed", HelpGroup.More),
        new("--verbosity", "Verbose, Normal, Minimal or Quiet", HelpGroup.More),
        new("--no-logo", "Leaves the engine's first lines out", HelpGroup.More),
        new("--help", "Shows this; with --verbosity verbose: everything", HelpGroup.More),
    ];

    private readonly int _width = Math.Min(Math.Max(width, 1), Widest);

    public IEnumerable<string> Lines()
    {
        var column = targets.Concat(options).Concat(Running).Max(x => x.Name.Length) + Indentation.Length + 1;
        foreach (var line in Wrapped("Usage: ./build.sh [Target ...] [--option value ...]   Targets come first.", ""))
            yield return line;

        foreach (var group in targets.Concat(options).GroupBy(x => x.Group).OrderBy(x => x.Key))
        {
            foreach (var line in Section($"{group.Key}", [.. targets.Where(x => x.Group == group.Key), .. options.Where(x => x.Group == group.Key)], column))
                yield return line;
        }

        foreach (var line in Section("Running", Running, column))
            yield return line;
    }

    private IEnumerable<string> Section(string title, IEnumerable<HelpEntry> entries, int column) =>
        ["", .. Wrapped(title, ""), .. entries.SelectMany(x => Entry(x, column))];

    private IEnumerable<string> Entry(HelpEntry entry, int column)
    {
        var name = Indentation + entry.Name;
        if (_width < NarrowestColumns)
            return [.. Wrapped(name, ""), .. entry.Text.Length > 0 ? Wrapped(Shortened(entry.Text, _width - 4), Indentation + Indentation) : []];
        var lines = Wrapped(Shortened(entry.Text, _width - column - 1), new string(' ', column + 1)).ToList();
        return [(name.PadRight(column + 1) + lines[0].TrimStart()).TrimEnd(), .. lines.Skip(1)];
    }

    /// <summary>As many whole clauses as fit into one line, at least one.</summary>
    private static string Shortened(string text, int room)
    {
        if (text.Length <= room)
            return text;
        var ends = ClauseEnd().Matches(text).Select(x => x.Index).ToList();
        return ends.Count == 0 ? text : text[..ends.LastOrDefault(x => x <= room, ends[0])];
    }

    /// <summary>Breaks at spaces; a word that is wider than everything is cut into pieces.</summary>
    private IEnumerable<string> Wrapped(string text, string indentation)
    {
        if (indentation.Length == 0 && text.StartsWith(Indentation, StringComparison.Ordinal))
            (indentation, text) = (Indentation, text.TrimStart());
        if (_width <= indentation.Length + 1)
            indentation = "";
        var line = indentation;
        foreach (var word in text.Split(' ').SelectMany(x => x.Chunk(_width - indentation.Length).Select(y => new string(y)).DefaultIfEmpty("")))
        {
            if (line.Length > indentation.Length && line.Length + 1 + word.Length > _width)
            {
                yield return line.TrimEnd();
                line = indentation;
            }

            line += line.Length > indentation.Length ? " " + word : word;
        }

        yield return line.TrimEnd();
    }

    /// <summary>Not within a list.</summary>
    [GeneratedRegex("[.;:] |, (?=and |not |for )")]
    private static partial Regex ClauseEnd();
}
