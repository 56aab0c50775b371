using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FashionMnist.Build.Output;

/// <summary>Replaces secrets in text: as they are, in base64 at any alignment, in URL form and in JSON.</summary>
internal sealed class SecretMasker
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[REDACTED]";

    /// <summary>Shorter values are not masked: they would blank out ordinary words.</summary>
    public const int MinimumLength = 8;

    private volatile string[] _needles = [];

    public SecretMasker(IEnumerable<string> secrets) => Learn(secrets);

    /// <summary>Masks these from now on, too.</summary>
    public void Learn(params IEnumerable<string> secrets) => _needles =
    [
        .. secrets
            .Where(x => x.Length >= MinimumLength)
            .SelectMany(Forms)
            .Concat(_needles)
            .Distinct()
            .OrderByDescending(x => x.Length),
    ];

    /// <summary>The text without secrets.</summary>
    public string Apply(string text) => _needles.Aggregate(text, (current, needle) => current.Replace(needle, Mask, StringComparison.Ordinal));

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return System.Net.WebUtility.UrlEncode(secret);
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        for (var offset = 0; offset < 3; offset++)
        {
            var form = Base64At(secret, offset);
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }
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
