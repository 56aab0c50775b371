using System.Text;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Tests.Text;

public sealed class SecretMaskerTests
{
    private const string Secret = "p@ss/word+1?";
    private readonly SecretMasker _masker = new([Secret]);

    [Fact]
    public void Masks_the_value_itself() => Assert.Equal("a [REDACTED] b", _masker.Apply($"a {Secret} b"));

    [Fact]
    public void Masks_the_URL_form() => Assert.Equal("https://x/?q=[REDACTED]", _masker.Apply($"https://x/?q={Uri.EscapeDataString(Secret)}"));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void Masks_base64_at_any_alignment(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Secret}"));
        var masked = _masker.Apply($"Basic {encoded}");

        Assert.Contains(SecretMasker.Mask, masked, StringComparison.Ordinal);
        Assert.True(masked.Length - SecretMasker.Mask.Length - "Basic ".Length <= before.Length * 4 / 3 + 6, masked);
    }

    [Fact]
    public void Masks_the_JSON_forms()
    {
        Assert.Equal("""{ "x": "[REDACTED]" }""", _masker.Apply($$"""{ "x": "{{System.Text.Json.JsonEncodedText.Encode(Secret)}}" }"""));
        Assert.Equal("[REDACTED]", new SecretMasker(["pass\"word\\9"]).Apply("""pass\"word\\9"""));
    }

    [Fact]
    public void Masks_each_form_of_a_value_that_looks_different_in_each()
    {
        const string Odd = "a\"b\\c ~~?>>+/d";
        var masker = new SecretMasker([Odd]);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Odd + "..")).Replace('+', '-').Replace('/', '_');

        Assert.Equal(SecretMasker.Mask, masker.Apply(Odd));
        Assert.Equal(SecretMasker.Mask, masker.Apply(Uri.EscapeDataString(Odd)));
        Assert.Equal(SecretMasker.Mask, masker.Apply(System.Net.WebUtility.UrlEncode(Odd)));
        Assert.True(encoded.Contains('-', StringComparison.Ordinal) || encoded.Contains('_', StringComparison.Ordinal), encoded);
        Assert.StartsWith(SecretMasker.Mask, masker.Apply(encoded), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_is_no_secret() => Assert.Equal("a b, 1", new SecretMasker([""]).Apply("a b, 1"));

    [Theory]
    [InlineData("x7q", "x7q", "[REDACTED]")]
    [InlineData("x7q", "at x7q/data, 'x7q' and x7q.", "at [REDACTED]/data, '[REDACTED]' and [REDACTED].")]
    [InlineData("x7q", "ax7q x7qb 1x7q2", "ax7q x7qb 1x7q2")]
    [InlineData("0.9", "0.9 and 10.9 and 0.95", "[REDACTED] and 10.9 and 0.95")]
    [InlineData("1", "\u001b[1;31m1 of 10\u001b[0m", "\u001b[1;31m[REDACTED] of 10\u001b[0m")]
    [InlineData("a/b", "a%2Fb a/b", "[REDACTED] [REDACTED]")]
    [InlineData("a.b", "axb a.b", "axb [REDACTED]")]
    [InlineData("seven77", "is seven77", "is [REDACTED]")]
    [InlineData("eight888", "iseight888is", "is[REDACTED]is")]
    [InlineData("", "nothing", "nothing")]
    public void Masks_short_values_where_they_stand_alone(string secret, string text, string masked) =>
        Assert.Equal(masked, new SecretMasker([secret]).Apply(text));

    [Fact]
    public void Masks_the_longer_of_two_secrets_first() =>
        Assert.Equal("[REDACTED]", new SecretMasker(["abcdefgh", "abcdefghij"]).Apply("abcdefghij"));

    [Fact]
    public void Masks_all_that_several_threads_learn_at_once()
    {
        const int Threads = 4;
        const int Each = 50;
        string[] secrets = [.. Enumerable.Range(0, Threads * Each).SelectMany(x => new[] { $"secret-number-{x}-", $"s{x}" })];

        Parallel.For(0, Threads, thread =>
        {
            for (var i = 0; i < Each; i++)
                _masker.Learn(secrets.AsSpan((thread * Each + i) * 2, 2).ToArray());
        });

        Assert.All(secrets, x => Assert.Equal("[REDACTED]", _masker.Apply(x)));
    }

    [Fact]
    public void Masks_what_it_learns_later_too()
    {
        _masker.Learn("token-of-a-registry");

        Assert.Equal("[REDACTED] [REDACTED]", _masker.Apply($"token-of-a-registry {Secret}"));
    }
}
