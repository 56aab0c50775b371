using System.Text;
using FashionMnist.Build.Output;

namespace FashionMnist.Build.Tests.Output;

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
    public void Leaves_short_values_alone() => Assert.Equal("short", new SecretMasker(["short"]).Apply("short"));

    [Fact]
    public void Masks_the_longer_of_two_secrets_first() =>
        Assert.Equal("[REDACTED]", new SecretMasker(["abcdefgh", "abcdefghij"]).Apply("abcdefghij"));

    [Fact]
    public void Masks_what_it_learns_later_too()
    {
        _masker.Learn("token-of-a-registry");

        Assert.Equal("[REDACTED] [REDACTED]", _masker.Apply($"token-of-a-registry {Secret}"));
    }
}
