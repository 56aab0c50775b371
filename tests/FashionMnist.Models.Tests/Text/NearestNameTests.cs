using FashionMnist.Models.Text;

namespace FashionMnist.Models.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Targets = ["Test", "Train", "Predict", "Promote"];

    [Theory]
    [InlineData("Tset", "Test")]
    [InlineData("predct", "Predict")]
    [InlineData("PROMOT", "Promote")]
    public void Finds_the_nearest_name(string typed, string meant) => Assert.Equal(meant, NearestName.Of(typed, Targets));

    [Fact]
    public void Finds_nothing_where_nothing_is_near() => Assert.Null(NearestName.Of("Deploy", Targets));
}
