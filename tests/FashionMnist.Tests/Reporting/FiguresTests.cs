using FashionMnist.Reporting;

namespace FashionMnist.Tests.Reporting;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.91654, "91.65 %")]
    [InlineData(1, "100.00 %")]
    [InlineData(0, "0.00 %")]
    public void Shares_are_percentages(double share, string text) => Assert.Equal(text, Spaced(Figures.Percent(share)));

    [Theory]
    [InlineData(0.0031, "+0.31 points")]
    [InlineData(-0.0031, "\u22120.31 points")]
    [InlineData(0, "\u00b10.00 points")]
    [InlineData(0.00001, "\u00b10.00 points")]
    public void Differences_are_points_with_a_sign(double difference, string text) => Assert.Equal(text, Spaced(Figures.Points(difference)));

    [Theory]
    [InlineData(0.0421, "0.042 s")]
    [InlineData(12, "12.0 s")]
    [InlineData(113.4, "1 min 53 s")]
    [InlineData(119.9, "2 min 00 s")]
    public void Durations_have_a_unit(double seconds, string text) => Assert.Equal(text, Spaced(Figures.Seconds(seconds)));

    [Theory]
    [InlineData(1, "1 image")]
    [InlineData(10_000, "10,000 images")]
    public void Counts_agree_with_what_is_counted(long count, string text) => Assert.Equal(text, Spaced(Figures.Count(count, "image")));

    [Fact]
    public void Times_are_UTC() => Assert.Equal(
        "2026-01-02 02:04:05 UTC", Spaced(Figures.Time(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)))));

    private static string Spaced(string text) => text.Replace('\u00a0', ' ');
}
