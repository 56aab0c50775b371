using System.Text;

namespace FashionMnist.Reporting.Markup;

/// <summary>Makes text harmless between tags and within double quotes (HTML Living Standard, 13.1.2.4 and 13.1.4).</summary>
internal static class Encoded
{
    /// <summary>The text with every character of the markup as a reference, and what HTML does not allow as U+FFFD.</summary>
    public static string Text(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#39;"),
                _ => result.Append(IsAllowed(rune) ? rune : Rune.ReplacementChar),
            };
        }

        return result.ToString();
    }

    private static bool IsAllowed(Rune rune) =>
        (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is < 0xFDD0 or > 0xFDEF;
}
