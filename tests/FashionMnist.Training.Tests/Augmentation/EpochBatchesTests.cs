using FashionMnist.Data;
using FashionMnist.Models.Configuration;
using FashionMnist.Training.Augmentation;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Augmentation;

public sealed class EpochBatchesTests
{
    // Every image is one colour, by which it is known again.
    private static readonly FashionMnistDataset Data = new(
        [.. Enumerable.Range(0, 50).SelectMany(i => Enumerable.Repeat((byte)(i + 1), ImageShape.Pixels))],
        [.. Enumerable.Range(0, 50).Select(i => (byte)(i % 10))]);

    private static readonly TrainingProfile Plain = new() { BatchSize = 16, Shift = 0, Flip = false, CutoutSize = 0 };

    [Fact]
    public void Takes_each_image_at_most_once_with_its_label()
    {
        var taken = Images(Plain, seed: 1, epoch: 1);

        Assert.Equal(3 * 16, taken.Count);
        Assert.Equal(taken.Count, taken.Select(x => x.Colour).Distinct().Count());
        Assert.All(taken, x => Assert.Equal((x.Colour - 1) % 10, x.Label));
    }

    [Fact]
    public void The_same_seed_and_epoch_give_the_same_order() => Assert.Equal(Images(Plain, seed: 1, epoch: 3), Images(Plain, seed: 1, epoch: 3));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Another_seed_or_epoch_gives_another_order(int seed, int epoch) =>
        Assert.NotEqual(Images(Plain, seed: 1, epoch: 1), Images(Plain, seed, epoch));

    [Fact]
    public void A_set_smaller_than_a_batch_is_one_batch()
    {
        var profile = new TrainingProfile { BatchSize = 1000 };

        Assert.Equal(1, EpochBatches.Count(Data, profile));
        Assert.Equal(50, Images(profile, seed: 1, epoch: 1).Count);
    }

    private static List<(int Colour, int Label)> Images(TrainingProfile profile, int seed, int epoch)
    {
        using var scope = NewDisposeScope();
        var batches = new EpochBatches(Data, profile, seed, epoch);
        var result = new List<(int, int)>();
        for (var step = 0; step < EpochBatches.Count(Data, profile); step++)
        {
            var (images, labels) = batches.Take(step);
            var colours = images.amax([1, 2]).data<byte>().ToArray();
            result.AddRange(colours.Zip(labels.data<long>().ToArray(), (colour, label) => ((int)colour, (int)label)));
        }

        return result;
    }
}
