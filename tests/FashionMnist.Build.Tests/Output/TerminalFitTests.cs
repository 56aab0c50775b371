using FashionMnist.Build.Output;

namespace FashionMnist.Build.Tests.Output;

public sealed class TerminalFitTests
{
    private const string Red = "\u001b[31;1mred\u001b[0m";

    [Theory]
    [InlineData(false, null, "xterm", Red)]
    [InlineData(false, "", "xterm", Red)]
    [InlineData(false, "1", "xterm", "red")]
    [InlineData(false, "0", "xterm", "red")]
    [InlineData(false, null, "dumb", "red")]
    [InlineData(true, null, "xterm", "red")]
    public void Colours_stay_only_where_they_are_wanted(bool redirected, string? noColor, string term, string expected) =>
        Assert.Equal(expected, TerminalFit.Of(redirected, Environment(("NO_COLOR", noColor), ("TERM", term), ("COLUMNS", "50"))).Apply(Red));

    [Theory]
    [InlineData("═══════════\n", "═════\n")]
    [InlineData("a\n───────\n\u001b[32m══════\u001b[0m\n", "a\n─────\n\u001b[32m═════\u001b[0m\n")]
    [InlineData("═══\n", "═══\n")]
    [InlineData("a longer line of words\n", "a longer line of words\n")]
    public void Rules_are_cut_to_the_terminal_and_words_never(string text, string expected) =>
        Assert.Equal(expected, new TerminalFit(colours: true, () => 5).Apply(text));

    [Fact]
    public void Nothing_is_cut_in_a_pipe() =>
        Assert.Equal("═══════════\n", TerminalFit.Of(redirected: true, Environment(("COLUMNS", "5"))).Apply("═══════════\n"));

    [Theory]
    [InlineData("40", 120, 40)]
    [InlineData(null, 120, 120)]
    [InlineData("wide", 120, 120)]
    [InlineData("0", 120, 120)]
    [InlineData(null, 0, 80)]
    public void The_width_is_what_COLUMNS_says_or_what_the_terminal_has(string? columns, int terminal, int expected) =>
        Assert.Equal(expected, TerminalFit.Width(Environment(("COLUMNS", columns)), () => terminal));

    private static Func<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(x => x.Name == name).Value;
}
