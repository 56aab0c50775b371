using FashionMnist.Models.Text;

namespace FashionMnist.Models.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Targets = ["Test", "Train", "Predict", "Promote"];

    [Theory]
    [InlineData("Tset", "Test")]
    [InlineData("Txxt", "Test")]
    [InlineData("predct", "Predict")]
    [InlineData("PROMOT", "Promote")]
    [InlineData("Promtoee", "Promote")]
    public void Finds_the_nearest_name(string typed, string meant) => Assert.Equal(meant, NearestName.Of(typed, Targets));

    [Theory]
    [InlineData("ba", "ab")]
    [InlineData("xba", "xab")]
    public void Two_letters_in_the_wrong_order_are_one_mistake(string typed, string meant) => Assert.Equal(meant, NearestName.Of(typed, [meant]));

    [Fact]
    public void Of_names_as_near_the_first_in_order_is_meant() => Assert.Equal("Test", NearestName.Of("Tost", ["Tust", "Test", "Tzst"]));

    [Fact]
    public void The_nearer_of_two_near_names_is_meant() => Assert.Equal("Zest", NearestName.Of("Zesst", ["Tests", "Zest"]));

    [Theory]
    [InlineData("Deploy", "Test")]
    [InlineData("zzzzab", "ab")]
    [InlineData("ab", "zzzab")]
    [InlineData("abcd", "d")]
    [InlineData("d", "abcd")]
    [InlineData("abcd", "a")]
    [InlineData("abxx", "yyab")]
    [InlineData("ab", "cd")]
    [InlineData("ab", "xa")]
    [InlineData("ab", "bx")]
    public void Finds_nothing_where_nothing_is_near(string typed, string name) => Assert.Null(NearestName.Of(typed, [name]));

    [Fact]
    public void Finds_nothing_among_nothing() => Assert.Null(NearestName.Of("Test", []));

    [Fact]
    public void The_hint_is_a_sentence_or_nothing()
    {
        Assert.Equal(" Did you mean Test?", NearestName.Hint("Tset", Targets));
        Assert.Equal("", NearestName.Hint("Deploy", ["Test"]));
    }
}
