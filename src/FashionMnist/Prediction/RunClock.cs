namespace FashionMnist.Prediction;

/// <summary>Measures a run.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _load;

    public void ModelReady() => _load = time.GetElapsedTime(_start);

    public RunDurations Durations() =>
        new(_started, Math.Round(_load.TotalSeconds, 3), Math.Round(time.GetElapsedTime(_start).TotalSeconds, 3));
}
