using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FashionMnist.Models.Text;

/// <summary>
/// Replaces secrets in text: as they are, in base64 at any alignment, in URL form and in JSON. Short ones are replaced only where they stand
/// alone, since inside of words and numbers they mean nothing. Safe for several threads.
/// </summary>
public sealed class SecretMasker
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[REDACTED]";

    /// <summary>Values from this length on are replaced wherever they occur, shorter ones where no letter or digit is beside them.</summary>
    public const int LongLength = 8;

    private readonly Lock _learning = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private volatile string[] _needles = [];
    private volatile Regex[] _words = [];

    /// <summary>Masks these secrets; an empty one is none.</summary>
    public SecretMasker(IEnumerable<string> secrets) => Learn(secrets);

    /// <summary>Masks these from now on, too.</summary>
    public void Learn(params IEnumerable<string> secrets)
    {
        // Of two that learn at the same time the later one would undo the earlier one.
        lock (_learning)
        {
            var news = secrets.Where(_known.Add).ToList();
            _needles =
            [
                .. news
                    .Where(x => x.Length >= LongLength)
                    .SelectMany(Forms)
                    .Concat(_needles)
                    .Distinct()
                    .OrderByDescending(x => x.Length),
            ];
            _words = [.. _words, .. news.Where(x => x.Length is > 0 and < LongLength).SelectMany(PlainForms).Distinct().Select(Alone)];
        }
    }

    /// <summary>The text without secrets.</summary>
    public string Apply(string text) => _words.Aggregate(
        _needles.Aggregate(text, (current, needle) => current.Replace(needle, Mask, StringComparison.Ordinal)),
        (current, word) => word.Replace(current, Mask));

    // What sets colours on a terminal, ESC [ numbers m, is no text, but text may follow it at once.
    private static Regex Alone(string word) => new(
        $@"(?<=^|[^\p{{L}}\p{{N}}]|\x1b\[[0-9;]*m)(?<!\x1b\[[0-9;]*){Regex.Escape(word)}(?![\p{{L}}\p{{N}}])", RegexOptions.CultureInvariant);

    private static IEnumerable<string> Forms(string secret)
    {
        foreach (var form in PlainForms(secret))
            yield return form;
        for (var offset = 0; offset < 3; offset++)
        {
            var form = Base64At(secret, offset);
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }
    }

    private static IEnumerable<string> PlainForms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return System.Net.WebUtility.UrlEncode(secret);
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
    }

    /// <summary>The base64 digits that depend on the secret alone when <paramref name="offset"/> other bytes stand before it.</summary>
    private static string Base64At(string secret, int offset)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var digits = Convert.ToBase64String([.. new byte[offset], .. bytes]).TrimEnd('=');
        var first = (offset * 8 + 5) / 6;
        var last = (offset + bytes.Length) * 8 / 6;
        return digits[first..last];
    }
}
