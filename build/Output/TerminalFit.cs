using System.Globalization;
using System.Text.RegularExpressions;

namespace FashionMnist.Build.Output;

/// <summary>Makes text fit where it goes: no colours where none are wanted, no rule wider than the terminal.</summary>
/// <param name="colours">Whether colours may stay.</param>
/// <param name="width">Columns there are now; <see langword="null"/>: nobody looks at columns.</param>
internal sealed partial class TerminalFit(bool colours, Func<int?> width)
{
    private const int DefaultWidth = 80;
    private const string Esc = "\u001b";

    /// <summary>What fits this process: <c>NO_COLOR</c> (no-color.org), <c>TERM=dumb</c> and a stream that goes elsewhere ask for plain text.</summary>
    public static TerminalFit Of(bool redirected, Func<string, string?> environment) => new(
        !redirected && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb",
        () => redirected ? null : Width(environment, () => Console.WindowWidth));

    /// <summary>Columns for text that is laid out here: <c>COLUMNS</c> where it is set, else those of the terminal, else 80.</summary>
    public static int Width() =>
        Width(Environment.GetEnvironmentVariable, () => Console.IsOutputRedirected ? DefaultWidth : Console.WindowWidth);

    public static int Width(Func<string, string?> environment, Func<int> terminal)
    {
        if (int.TryParse(environment("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0)
            return columns;
        var actual = terminal();
        return actual > 0 ? actual : DefaultWidth;
    }

    public string Apply(string text)
    {
        if (!colours && text.Contains(Esc, StringComparison.Ordinal))
            text = Colours().Replace(text, "");
        return text.AsSpan().ContainsAny('═', '─') && width() is { } columns
            ? Rules().Replace(text, x => x.Length > columns ? x.Value[..columns] : x.Value)
            : text;
    }

    [GeneratedRegex(Esc + @"\[[0-9;]*m")]
    private static partial Regex Colours();

    /// <summary>Lines that only divide.</summary>
    [GeneratedRegex("(?:═|─)+(?=\r?\n|$|" + Esc + ")")]
    private static partial Regex Rules();
}
