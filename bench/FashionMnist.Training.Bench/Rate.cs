using System.Diagnostics;

namespace FashionMnist.Training.Bench;

/// <summary>How fast something was.</summary>
/// <param name="PerSecond">Work (GFLOP or images) in a second of wall time.</param>
/// <param name="PerCpuSecond">Work in a second of processor time, all threads together.</param>
internal readonly record struct Rate(double PerSecond, double PerCpuSecond)
{
    /// <summary>Measures an action that does a known amount of work.</summary>
    public static Rate Of(double work, Action action)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return new(work / Stopwatch.GetElapsedTime(start).TotalSeconds, work / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    /// <summary>The median of each figure.</summary>
    public static Rate Median(IReadOnlyCollection<Rate> rates) => new(Middle(rates.Select(x => x.PerSecond)), Middle(rates.Select(x => x.PerCpuSecond)));

    private static double Middle(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
