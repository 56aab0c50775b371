using System.Globalization;
using Serilog;

namespace FashionMnist.Build.Rehearsal;

/// <summary>The steps of a rehearsal, as they begin and with the time they took.</summary>
/// <param name="time">Tells the time.</param>
internal sealed class Timeline(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<(string Step, TimeSpan Begin, TimeSpan Duration, string Result)> _steps = [];

    /// <summary>Runs a step.</summary>
    /// <param name="step">What it does.</param>
    /// <param name="work">Does it and says in a few words what came of it.</param>
    public async Task RunAsync(string step, Func<Task<string>> work)
    {
        var begin = time.GetElapsedTime(_start);
        Log.Information("Step {Number}: {Step:l}", _steps.Count + 1, step);
        var result = "failed";
        try
        {
            result = await work();
        }
        finally
        {
            _steps.Add((step, begin, time.GetElapsedTime(_start) - begin, result));
        }
    }

    /// <summary>One line a step.</summary>
    public IEnumerable<string> Lines()
    {
        var width = _steps.Select(x => x.Step.Length).DefaultIfEmpty().Max();
        return _steps.Select(x => string.Create(
            CultureInfo.InvariantCulture, $"{x.Begin.TotalSeconds,6:F1} s  {x.Step.PadRight(width)}  {x.Duration.TotalSeconds,5:F1} s  {x.Result}"));
    }
}
