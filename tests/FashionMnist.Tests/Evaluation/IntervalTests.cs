using FashionMnist.Evaluation;

namespace FashionMnist.Tests.Evaluation;

public sealed class IntervalTests
{
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_gives_the_published_limits(long hits, long count, double lower, double upper)
    {
        var interval = Interval.Wilson(hits, count);
        Assert.Equal((lower, upper), (Math.Round(interval.Lower, 4), Math.Round(interval.Upper, 4)));
    }

    [Fact]
    public void Wilson_stays_within_zero_and_one()
    {
        Assert.Equal(0, Interval.Wilson(0, 7).Lower);
        Assert.Equal(1, Interval.Wilson(7, 7).Upper);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    public void Wilson_refuses_what_is_no_share(long hits, long count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(hits, count));
}
