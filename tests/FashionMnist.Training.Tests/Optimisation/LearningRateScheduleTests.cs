using FashionMnist.Training.Optimisation;

namespace FashionMnist.Training.Tests.Optimisation;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Rises_to_the_peak_and_falls_again()
    {
        var rates = Rates(peak: 0.2, steps: 99, warmupFraction: 0.25);

        Assert.Equal(0.2, rates[24], 12);
        Assert.Equal(0.2, rates.Max(), 12);
        Assert.All(rates.Take(25).Zip(rates.Skip(1)), x => Assert.Equal(0.008, Math.Abs(x.Second - x.First), 0.006));
        Assert.Equal(rates.Take(25).Order(), rates.Take(25));
        Assert.Equal(rates.Skip(24).OrderDescending(), rates.Skip(24));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Is_above_zero_in_every_step_and_ends_low(double warmupFraction)
    {
        var rates = Rates(peak: 1, steps: 100, warmupFraction);

        Assert.All(rates, x => Assert.InRange(x, 1e-9, 1));
        Assert.InRange(rates[^1], 1e-9, 0.2);
    }

    [Fact]
    public void Starts_near_the_peak_without_warm_up() => Assert.Equal(0.99, Rates(peak: 1, steps: 99, warmupFraction: 0)[0], 12);

    [Fact]
    public void A_single_step_is_taken_at_a_usable_rate() => Assert.Equal(2.0 / 3, Rates(peak: 1, steps: 1, warmupFraction: 0.25)[0], 12);

    private static double[] Rates(double peak, int steps, double warmupFraction)
    {
        var schedule = new LearningRateSchedule(peak, steps, warmupFraction);
        return [.. Enumerable.Range(0, steps).Select(schedule.At)];
    }
}
