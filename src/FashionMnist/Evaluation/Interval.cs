namespace FashionMnist.Evaluation;

/// <summary>A 95 % confidence interval.</summary>
/// <param name="Lower">Lower limit.</param>
/// <param name="Upper">Upper limit.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    // 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The score interval of a proportion without continuity correction
    /// (Wilson 1927, <see href="https://doi.org/10.1080/01621459.1927.10502953"/>).
    /// </summary>
    /// <param name="hits">Number of hits, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Number of trials, at least 1.</param>
    public static Interval Wilson(long hits, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)hits, (ulong)count, nameof(hits));
        var p = (double)hits / count;
        var scale = 1 + Z * Z / count;
        var centre = (p + Z * Z / (2 * count)) / scale;
        var half = Z / scale * Math.Sqrt(p * (1 - p) / count + Z * Z / (4.0 * count * count));
        return new Interval(hits == 0 ? 0 : centre - half, hits == count ? 1 : centre + half);
    }
}
