using System.Diagnostics;
using System.Globalization;
using FashionMnist.Inference;
using FashionMnist.Models;

namespace FashionMnist.Bench.Measuring;

/// <summary>A process from its start to its end.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMegabytes">Largest resident memory (VmHWM of proc(5)), read until the end; 0 where there is no /proc.</param>
/// <param name="Output">Its standard output.</param>
internal sealed record MeasuredProcess(double Seconds, double PeakMegabytes, string Output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="FashionMnistException">It failed: its last line of output.</exception>
    public static async Task<MeasuredProcess> RunAsync(string program, IEnumerable<string> arguments, string directory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [OnnxTelemetry.Variable] = "1" },
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var peak = await WatchAsync(process);
        await process.WaitForExitAsync(CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != ExitCodes.Ok)
        {
            var lines = (await output + await error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            throw new FashionMnistException(process.ExitCode, $"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {lines.LastOrDefault()}");
        }

        return new MeasuredProcess(seconds, peak, await output);
    }

    /// <summary>The peak only grows, so the last reading before the end is close to it.</summary>
    private static async Task<double> WatchAsync(Process process)
    {
        var peak = 0.0;
        do
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }
        while (await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Interval)) is var _ && !process.HasExited);
        return peak;
    }

    private static double PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(x => x.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
