using System.Diagnostics;
using FashionMnist.Build.Testing;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Testing;

/// <summary>The guard of tests/tests.runsettings on planted hangs, with its minutes made seconds.</summary>
public sealed class HangGuardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact("waits until the hang guard strikes and reads a dump of 300 MB")]
    public async Task Tests_that_do_not_end_are_named_their_stacks_kept_and_the_run_fails()
    {
        var start = DateTime.UtcNow;
        var settings = await File.ReadAllTextAsync(Path.Combine(Sources.Root, "tests", "tests.runsettings"));
        Assert.Contains("TestTimeout=\"5min\"", settings, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["short.runsettings"], settings.Replace("5min", "10s", StringComparison.Ordinal));

        var run = await RunAsync(
            Conformance.ProbeRun.DotNet,
            "test", Sources.HangProbe, "--settings", _folder["short.runsettings"], "--results-directory", _folder["results"], "--logger", "trx");
        var text = await RunAsync("bash", Path.Combine(Sources.Root, "tests", "stacks.sh"), _folder["results"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(
            ["HangProbe.PlantedAsyncTests.Waits_for_what_never_happens", "HangProbe.PlantedTests.Blocks_a_thread_for_good"],
            new TestRunFiles(_folder["results"], start).NotEnded);
        var stacks = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder["results"], "*.stacks.txt")));
        Assert.Contains("HangProbe.PlantedTests.Block()", stacks, StringComparison.Ordinal);
        Assert.Contains("PlantedAsyncTests+<NeverAsync>", stacks, StringComparison.Ordinal);
        Assert.Contains(".stacks.txt", text.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["results"], "*.dmp", SearchOption.AllDirectories));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
