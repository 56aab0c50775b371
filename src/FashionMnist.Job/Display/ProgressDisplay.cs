using FashionMnist.Hosting;
using FashionMnist.Prediction;
using Serilog;

namespace FashionMnist.Job.Display;

/// <summary>Shows how far a run is. Reports come from any thread, one at a time.</summary>
internal abstract class ProgressDisplay : IDisposable
{
    /// <summary>The display that fits: a line on a terminal, else log events, else nothing.</summary>
    /// <param name="doing">What is done, for example <c>predicting</c>.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="format">How the program logs.</param>
    /// <param name="time">The clock.</param>
    public static ProgressDisplay Create(string doing, bool quiet, LogFormat format, TimeProvider time)
    {
        if (quiet)
            return new Silence();
        var terminal = !Console.IsErrorRedirected && format != LogFormat.Json && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return terminal ? new ProgressLine(doing, Console.Error, () => Console.WindowWidth, time) : new ProgressLog(Log.Logger, time);
    }

    public abstract void Report(PredictionProgress progress);

    /// <summary>Leaves the screen as it was.</summary>
    public abstract void Dispose();

    private sealed class Silence : ProgressDisplay
    {
        public override void Report(PredictionProgress progress)
        {
        }

        public override void Dispose()
        {
        }
    }
}
