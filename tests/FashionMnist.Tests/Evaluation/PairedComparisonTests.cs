using FashionMnist.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FashionMnist.Tests.Evaluation;

public sealed class PairedComparisonTests
{
    // The first from Newcombe 1998, Statistics in Medicine 17, 2635-2650, table II; the second from Fagerland, Lydersen, Laake 2014,
    // "Recommended tests and confidence intervals for paired binomial proportions", Statistics in Medicine 33, table V.
    [Theory]
    [InlineData(36, 12, 2, 0, 0.2, 0.0569, 0.3404)]
    [InlineData(1, 1, 7, 12, -0.2857, -0.5069, -0.0256)]
    public void The_interval_of_the_difference_has_the_published_limits(
        long both, long candidate, long champion, long neither, double difference, double lower, double upper)
    {
        var pairs = new PairedComparison(both, candidate, champion, neither);
        Assert.Equal(
            (difference, lower, upper),
            (Math.Round(pairs.Difference, 4), Math.Round(pairs.DifferenceInterval.Lower, 4), Math.Round(pairs.DifferenceInterval.Upper, 4)));
    }

    [Property]
    public Property Exchanging_the_models_turns_the_interval_round(byte both, byte candidate, byte champion, byte neither)
    {
        if (both + candidate + champion + neither == 0)
            return true.ToProperty();
        var (one, other) = (new PairedComparison(both, candidate, champion, neither), new PairedComparison(both, champion, candidate, neither));
        return (Math.Abs(one.DifferenceInterval.Lower + other.DifferenceInterval.Upper) < 1e-12
            && one.DifferenceInterval.Lower <= one.Difference + 1e-12
            && one.Difference <= one.DifferenceInterval.Upper + 1e-12).ToProperty();
    }

    [Fact]
    public void Counts_the_images_by_who_is_right()
    {
        byte[] labels = [0, 1, 2, 3, 4];
        var pairs = PairedComparison.Of(Saying(0, 1, 2, 9, 9), Saying(0, 9, 9, 3, 9), labels);
        Assert.Equal(new PairedComparison(BothRight: 1, OnlyCandidateRight: 2, OnlyChampionRight: 1, BothWrong: 1), pairs);
        Assert.Equal(0.2, pairs.Difference, 12);
    }

    private static float[] Saying(params int[] labels)
    {
        var probabilities = new float[labels.Length * 10];
        for (var i = 0; i < labels.Length; i++)
            probabilities[i * 10 + labels[i]] = 1;
        return probabilities;
    }
}
