using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models;
using FashionMnist.Training.Validation;

namespace FashionMnist.Training.Tests.Validation;

public sealed class ValidationSplitTests
{
    private static readonly FashionMnistDataset Data = SyntheticDataset.Draw(50, seed: 1);

    [Fact]
    public void Every_image_is_in_exactly_one_part_with_its_own_label()
    {
        var split = ValidationSplit.Of(Data, 12, seed: 3);

        Assert.Equal((38, 12), (split.Train.Count, split.Validation.Count));
        Assert.Equal(Rows(Data).Order(StringComparer.Ordinal), Rows(split.Train).Concat(Rows(split.Validation)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_seed_decides_which_images_are_held_out()
    {
        Assert.Equal(HeldOut(seed: 3), HeldOut(seed: 3));
        Assert.NotEqual(HeldOut(seed: 3), HeldOut(seed: 4));
        Assert.NotEqual(Rows(Data).Take(12), HeldOut(seed: 3));
    }

    [Fact]
    public void Nothing_is_held_out_unless_asked_for()
    {
        var split = ValidationSplit.Of(Data, 0, seed: 3);

        Assert.Same(Data, split.Train);
        Assert.Equal(0, split.Validation.Count);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(51)]
    public void Refuses_to_hold_out_everything(int count)
    {
        var problem = Assert.Throws<FashionMnistException>(() => ValidationSplit.Of(Data, count, seed: 3));

        Assert.Equal(ExitCodes.Configuration, problem.ExitCode);
        Assert.Equal($"the profile's validationImages ({count}) must be fewer than the 50 images of the training split", problem.Message);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(80, 50)]
    public void A_sample_has_the_images_asked_for_or_all(int asked, int expected)
    {
        var sample = Data.Sample(asked, seed: 5);

        Assert.Equal(expected, sample.Count);
        Assert.Equal(expected, Rows(sample).Distinct().Count());
        Assert.Subset(Rows(Data).ToHashSet(), Rows(sample).ToHashSet());
    }

    private static List<string> HeldOut(int seed) => Rows(ValidationSplit.Of(Data, 12, seed).Validation);

    private static List<string> Rows(FashionMnistDataset data) =>
        [.. Enumerable.Range(0, data.Count).Select(i => $"{data.Labels[i]} {Convert.ToHexString(data.Image(i))}")];
}
