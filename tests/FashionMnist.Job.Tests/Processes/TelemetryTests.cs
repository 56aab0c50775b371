using System.Diagnostics;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>Nothing calls home: ONNX Runtime would, unless it is told not to before it is loaded.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Strace = "/usr/bin/strace";

    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_run_writes_nothing_below_the_home_folder_and_only_its_summary_to_standard_error()
    {
        new TestImages(5).WriteIdx(_scene["images"]);
        Directory.CreateDirectory(_scene["home"]);
        var environment = new Dictionary<string, string> { ["HOME"] = _scene["home"], ["XDG_CACHE_HOME"] = "", ["ORT_DISABLE_TELEMETRY"] = "0" };
        using var job = JobProcess.Start(environment, _scene.Predict("images"));
        var outcome = await job.EndAsync();

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scene["home"]));
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [StraceFact]
    public async Task A_run_asks_no_name_server_and_opens_no_connection()
    {
        new TestImages(5).WriteIdx(_scene["images"]);
        var start = new ProcessStartInfo(Strace, ["-f", "-qq", "-e", "trace=socket,connect", "-o", _scene["calls"], JobProcess.Program, .. _scene.Predict("images")])
        {
            RedirectStandardError = true,
        };
        using var job = Process.Start(start)!;
        await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();

        Assert.Equal(ExitCodes.Ok, job.ExitCode);
        Assert.DoesNotContain(await File.ReadAllLinesAsync(_scene["calls"]), x => x.Contains("AF_INET", StringComparison.Ordinal));
    }

    private sealed class StraceFactAttribute : FactAttribute
    {
        public StraceFactAttribute()
        {
            if (!File.Exists(Strace))
                Skip = "strace is not installed; apt-get install strace";
        }
    }
}
