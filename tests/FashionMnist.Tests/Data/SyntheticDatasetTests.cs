using System.Security.Cryptography;
using FashionMnist.Data.Synthetic;

namespace FashionMnist.Tests.Data;

public sealed class SyntheticDatasetTests
{
    [Fact]
    public void The_same_seed_draws_the_same_bytes_everywhere() =>
        Assert.Equal(
            "d93b68f02eafe8779b828ddb0a055b68ec4e54eddf7d302dd42dade6cf229ad6",
            Convert.ToHexStringLower(SHA256.HashData(SyntheticDataset.Draw(100, 1).Images)));

    [Fact]
    public void Another_seed_draws_other_images() =>
        Assert.NotEqual(SyntheticDataset.Draw(10, 1).Images, SyntheticDataset.Draw(10, 2).Images);

    [Fact]
    public void Every_class_is_drawn_equally_often() =>
        Assert.All(SyntheticDataset.Draw(100, 1).Labels.CountBy(x => x), x => Assert.Equal(10, x.Value));

    [Fact]
    public void A_nearest_mean_tells_most_classes_apart_but_not_all()
    {
        var train = SyntheticDataset.Draw(2000, 1);
        var test = SyntheticDataset.Draw(500, 2);
        var means = Enumerable.Range(0, 10).Select(label => Enumerable.Range(0, 784)
            .Select(pixel => Enumerable.Range(0, train.Count).Where(i => train.Labels[i] == label).Average(i => (double)train.Image(i)[pixel]))
            .ToArray()).ToArray();

        var right = Enumerable.Range(0, test.Count).Count(i => test.Labels[i] == Nearest(means, test.Image(i).ToArray()));

        Assert.InRange((double)right / test.Count, 0.6, 0.99);
    }

    private static int Nearest(double[][] means, byte[] image) =>
        Enumerable.Range(0, means.Length).MinBy(label => image.Zip(means[label], (a, b) => (a - b) * (a - b)).Sum());
}
