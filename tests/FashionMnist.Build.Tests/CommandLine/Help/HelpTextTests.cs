using FashionMnist.Build.CommandLine.Help;

namespace FashionMnist.Build.Tests.CommandLine.Help;

public sealed class HelpTextTests
{
    private static readonly HelpEntry[] Targets =
    [
        new("Bake (default)", "Bakes the bread; what is baked already is left alone", HelpGroup.Data),
        new("Knead", "Kneads: flour, water, salt, yeast, whatever the recipe in the kitchen names", HelpGroup.Code),
    ];

    private static readonly HelpEntry[] Options = [new("--recipe", "Recipe to follow", HelpGroup.Data), new("--oven", "", HelpGroup.More)];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(300)]
    public void No_line_is_wider_than_the_terminal_or_than_is_readable(int width) =>
        Assert.All(Lines(width), x => Assert.True(x.Length <= Math.Min(width, 100), $"'{x}' is {x.Length} wide"));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(80)]
    public void Every_name_is_there(int width)
    {
        var text = string.Concat(Lines(width)).Replace(" ", "", StringComparison.Ordinal);
        Assert.All(Targets.Concat(Options), x => Assert.Contains(x.Name.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_have_an_order_and_options_stand_below_the_targets_of_their_group()
    {
        var lines = Lines(80).Where(x => x.Length > 0).Select(x => x.Trim().Split("  ")[0]).Take(8);
        Assert.Equal(["Usage: ./build.sh [Target ...] [--option value ...]", "Code", "Knead", "Data", "Bake (default)", "--recipe", "More", "--oven"], lines);
    }

    [Fact]
    public void A_text_that_does_not_fit_ends_with_a_clause_but_not_within_a_list()
    {
        Assert.Contains("  Bake (default)  Bakes the bread", Lines(62));
        Assert.Contains("  Knead           Kneads", Lines(62));
        Assert.Contains("  Bake (default)  Bakes the bread; what is baked already is left alone", Lines(80));
    }

    [Fact]
    public void Where_two_columns_have_no_room_the_text_stands_below_the_name() =>
        Assert.Equal(["  Bake (default)", "    Bakes the bread", "  --recipe", "    Recipe to follow"], Lines(40).SkipWhile(x => x != "Data").Skip(1).Take(4));

    private static List<string> Lines(int width) => [.. new HelpText(Targets, Options, width).Lines()];
}
