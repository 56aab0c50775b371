using FashionMnist.Data;
using FashionMnist.Data.Contract;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Tests.Data;

public sealed class DataContractTests
{
    private const int TrainCount = 600;
    private const int TestCount = 200;
    private readonly ContractOptions _options = new() { TrainCount = TrainCount, TestCount = TestCount };

    [Fact]
    public void A_sound_dataset_keeps_every_rule() => Assert.All(Check(Dataset()), x => Assert.True(x.Passed, x.ToString()));

    [Fact]
    public void Finds_a_split_of_another_size()
    {
        _options.TestCount = TestCount + 1;

        AssertBroken(Dataset(), "test: count: 200 images, expected 201");
    }

    [Fact]
    public void Names_the_image_whose_label_is_outside_the_map() =>
        AssertBroken(Dataset(x => x.Train.Labels[17] = 10), "train: labels: 1 labels outside of 0 to 9, at most 0 allowed; images 17");

    [Fact]
    public void Names_the_blank_image() =>
        AssertBroken(
            Dataset(x => Pixels(x.Test, 5).Fill(9)), "test: blank images: 1 images have a contrast below 0.01, at most 0 allowed; images 5");

    [Fact]
    public void Names_the_saturated_image() =>
        AssertBroken(
            Dataset(x => Pixels(x.Test, 5)[..400].Fill(255)),
            "test: saturated images: 1 images have at least 50 % of their pixels at 255, at most 0 allowed; images 5");

    [Fact]
    public void Finds_images_without_contrast() =>
        AssertBroken(
            Dataset(x =>
            {
                for (var i = 0; i < x.Train.Images.Length; i++)
                    x.Train.Images[i] /= 4;
            }),
            "train: pixel range: pixels use 0 to 63, expected 0 to 255",
            "train: contrast mean: 0.078, expected 0.250 to 0.420",
            "train: contrast 1st percentile: 0.029, expected 0.050 to 0.500");

    [Fact]
    public void Finds_images_with_too_much_contrast()
    {
        _options.MaximumContrastPercentile99 = 0.4;

        Assert.Contains(Check(Dataset()), x => x is { Split: "train", Rule: "contrast 99th percentile", Passed: false });
    }

    [Fact]
    public void Finds_unbalanced_classes() =>
        AssertBroken(
            Dataset(x => x.Test.Labels.AsSpan(0, 10).Fill(3)),
            "test: class balance: Dress has 29 of 200 images, 0.0450 away from a tenth, at most 0.01 allowed");

    [Fact]
    public void Names_the_image_that_repeats_another() =>
        AssertBroken(
            Dataset(x => x.Train.Image(3).CopyTo(Pixels(x.Train, 8))),
            "train: duplicates: 1 images repeat an earlier one, at most 0 allowed; images 8");

    [Fact]
    public void Names_the_test_image_that_stands_in_the_training_split() =>
        AssertBroken(
            Dataset(x => x.Train.Image(3).CopyTo(Pixels(x.Test, 8))),
            "test: leakage: 1 images also stand in the training split, at most 0 allowed; images 8");

    [Fact]
    public void Allows_as_many_offenders_as_the_configuration_says()
    {
        _options.MaximumBlankShare = 0.005;

        Assert.DoesNotContain(Check(Dataset(x => Pixels(x.Test, 5).Fill(9))), x => x is { Rule: "blank images", Passed: false });
    }

    [Fact]
    public void Incoming_data_needs_no_fixed_count() =>
        Assert.DoesNotContain(new DataContract(_options).CheckIncoming("today", Dataset().Test), x => !x.Passed || x.Rule == "count");

    [Fact]
    public void Incoming_data_without_an_image_breaks_the_contract() =>
        Assert.Equal("today: count: there are no images", Assert.Single(new DataContract(_options).CheckIncoming("today", new([], []))).ToString());

    [Fact]
    public void A_flat_image_has_no_contrast_and_a_half_black_half_white_one_has_all()
    {
        var half = new byte[784];
        half.AsSpan(0, 392).Fill(255);

        Assert.Equal(0, ImageFeatures.Of(new byte[784]).Contrast);
        Assert.Equal(new ImageFeatures(0.5, 0.5, 0.5, 0.5), ImageFeatures.Of(half));
    }

    private static DatasetSplits Dataset(Action<DatasetSplits>? spoil = null)
    {
        var splits = new DatasetSplits(
            SyntheticDataset.Draw(TrainCount, 1), SyntheticDataset.Draw(TestCount, 2), "x", true, new Dictionary<string, string>());
        spoil?.Invoke(splits);
        return splits;
    }

    private static Span<byte> Pixels(FashionMnistDataset split, int index) => split.Images.AsSpan(index * 784, 784);

    private IReadOnlyList<RuleResult> Check(DatasetSplits dataset) => new DataContract(_options).Check(dataset);

    private void AssertBroken(DatasetSplits dataset, params string[] findings) =>
        Assert.Equal(findings, Check(dataset).Where(x => !x.Passed).Select(x => x.ToString()));
}
