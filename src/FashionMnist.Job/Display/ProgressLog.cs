using FashionMnist.Prediction;
using Serilog;

namespace FashionMnist.Job.Display;

/// <summary>A log event every ten seconds.</summary>
internal sealed class ProgressLog(ILogger log, TimeProvider time) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Pace _pace = new(time, Interval);

    public override void Report(PredictionProgress progress)
    {
        if (!_pace.IsDue())
            return;
        if (progress.Total is { } total)
            log.Information("{Done:N0} of {Total:N0} images, {Rate:N0} a second", progress.Done, total, _pace.Rate(progress));
        else
            log.Information("{Done:N0} images, {Rate:N0} a second", progress.Done, _pace.Rate(progress));
    }

    public override void Dispose()
    {
        // What is logged stays.
    }
}
