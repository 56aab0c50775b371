using FashionMnist.Prediction;

namespace FashionMnist.Job.Display;

/// <summary>Decides when something is shown again, and measures speed.</summary>
internal sealed class Pace(TimeProvider time, TimeSpan interval)
{
    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();

    public bool IsDue()
    {
        if (time.GetElapsedTime(_last) < interval)
            return false;
        _last = time.GetTimestamp();
        return true;
    }

    /// <summary>Images a second since the start.</summary>
    public double Rate(PredictionProgress progress) => progress.Done / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 1e-3);

    /// <summary>Seconds left at that speed, if the end is known.</summary>
    public double? SecondsLeft(PredictionProgress progress) =>
        progress is { Total: { } total, Done: > 0 } ? (total - progress.Done) / Rate(progress) : null;
}
