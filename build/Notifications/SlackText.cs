using System.Text;

namespace FashionMnist.Build.Notifications;

/// <summary>Text for Slack: nothing in it means anything to Slack, and it is as long as Slack takes it.</summary>
internal static class SlackText
{
    private const string Ellipsis = "…";

    /// <summary>Escaped, and cut so that the escaped text has at most <paramref name="limit"/> characters.</summary>
    public static string Of(string text, int limit)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var part = rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                // A mark of emphasis, or the end of a block of code, would swallow what follows.
                '`' => "'",
                _ => rune.ToString(),
            };
            if (escaped.Length + part.Length > limit - Ellipsis.Length)
                return Cut(text, escaped, limit);
            escaped.Append(part);
        }

        return escaped.ToString();
    }

    /// <summary>Plain text, which Slack does not interpret, cut to the limit.</summary>
    public static string Plain(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var end = limit - Ellipsis.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Ellipsis;
    }

    /// <summary>What calls people: <c>here</c>, <c>channel</c>, <c>everyone</c>, ids of users and of groups; anything else calls nobody.</summary>
    public static string Mentions(string? names) => string.Join(' ', (names ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => x switch
    {
        "here" or "channel" or "everyone" => $"<!{x}>",
        ['U' or 'W', ..] when x.All(char.IsAsciiLetterOrDigit) => $"<@{x}>",
        ['S', ..] when x.All(char.IsAsciiLetterOrDigit) => $"<!subteam^{x}>",
        _ => Of(x, 80),
    }));

    private static string Cut(string text, StringBuilder escaped, int limit) =>
        // The last characters may still fit without the mark of a cut.
        Whole(text) is { } whole && whole.Length <= limit ? whole : escaped + Ellipsis;

    private static string? Whole(string text) => text.Length > 5000
        ? null
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace('`', '\'');
}
