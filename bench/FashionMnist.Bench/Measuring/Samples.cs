using System.Globalization;

namespace FashionMnist.Bench.Measuring;

/// <summary>What was measured in several rounds.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    /// <summary>The value in the middle.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Linear interpolation between the closest ranks (Hyndman and Fan 1996, type 7).</summary>
    public double Quantile(double share)
    {
        var position = share * (_sorted.Length - 1);
        var (below, above) = (_sorted[(int)Math.Floor(position)], _sorted[(int)Math.Ceiling(position)]);
        return below + (above - below) * (position - Math.Floor(position));
    }

    /// <summary>Median and the range of all rounds.</summary>
    public string Text(string format, string unit) => string.Create(CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)}{unit} ({_sorted[0].ToString(format, CultureInfo.InvariantCulture)} to {_sorted[^1].ToString(format, CultureInfo.InvariantCulture)})");

    /// <summary>Ratios of two sides that are measured in turn, so that a busy moment of the machine hits both.</summary>
    public static async Task<Samples> RatiosAsync(int rounds, Func<Task<double>> numerator, Func<Task<double>> denominator)
    {
        // The first of each side warms the caches of the operating system.
        await numerator();
        await denominator();
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var below = await denominator();
            ratios.Add(await numerator() / below);
        }

        return new Samples(ratios);
    }

    /// <summary>One side, several times, after a first one that does not count.</summary>
    public static async Task<Samples> TakeAsync(int rounds, Func<Task<double>> measure)
    {
        await measure();
        var values = new List<double>();
        for (var round = 0; round < rounds; round++)
            values.Add(await measure());
        return new Samples(values);
    }
}
