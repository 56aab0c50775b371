using FashionMnist.Data;
using FashionMnist.Data.Contract;

namespace FashionMnist.Tests.Data;

public sealed class LabelMapTests
{
    [Theory]
    [InlineData(0, "T-shirt/top")]
    [InlineData(1, "Trouser")]
    [InlineData(2, "Pullover")]
    [InlineData(3, "Dress")]
    [InlineData(4, "Coat")]
    [InlineData(5, "Sandal")]
    [InlineData(6, "Shirt")]
    [InlineData(7, "Sneaker")]
    [InlineData(8, "Bag")]
    [InlineData(9, "Ankle boot")]
    public void Maps_labels_and_names_in_both_directions(int label, string name)
    {
        Assert.Equal(name, LabelMap.NameOf(label));
        Assert.True(LabelMap.TryGetLabel(name, out var back));
        Assert.Equal(label, back);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Refuses_a_label_outside_the_map(int label) => Assert.Throws<ArgumentOutOfRangeException>(() => LabelMap.NameOf(label));

    [Theory]
    [InlineData("t-shirt/top")]
    [InlineData("")]
    public void Knows_no_other_name(string name) => Assert.False(LabelMap.TryGetLabel(name, out _));

    [Fact]
    public void The_rules_find_a_map_with_swapped_names() =>
        Assert.Contains(LabelMapRules.Check([.. LabelMap.Names.Reverse()]), x => x.Rule == "both directions" && !x.Passed);

    [Fact]
    public void The_rules_find_a_map_with_a_name_given_twice() =>
        Assert.Contains(LabelMapRules.Check([.. LabelMap.Names.Skip(1), "Bag"]), x => x.Rule == "unique names" && !x.Passed);

    [Fact]
    public void The_rules_find_a_map_that_is_too_short() =>
        Assert.Contains(LabelMapRules.Check([.. LabelMap.Names.Take(9)]), x => x.Rule == "ten classes" && !x.Passed);
}
