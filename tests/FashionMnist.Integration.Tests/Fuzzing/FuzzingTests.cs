using System.Diagnostics;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Fuzzing;

/// <summary>A short run of tests/fuzz.sh; FASHION_MNIST_TEST_FUZZ_SECONDS makes it longer.</summary>
public sealed class FuzzingTests
{
    private const string SecondsVariable = "FASHION_MNIST_TEST_FUZZ_SECONDS";
    private const string FewSeconds = "5";

    [AflFact]
    public async Task A_short_run_over_all_readers_finds_no_crash_and_no_hang()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FashionMnist.sln")))
            root = Path.GetDirectoryName(root)!;
        var seconds = Environment.GetEnvironmentVariable(SecondsVariable) ?? FewSeconds;
        var start = new ProcessStartInfo(Path.Combine(root, "tests", "fuzz.sh"), [seconds])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Matches("manifest: [1-9][0-9]* runs, [1-9][0-9]* paths, 0 crashes, 0 hangs", output);
    }
}

/// <summary>Needs afl-fuzz.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AflFactAttribute : FactAttribute
{
    public AflFactAttribute()
    {
        Skip = Slow.WhySkipped("fuzzes every reader for some seconds");
        if (Skip is null && Installed.Find("afl-fuzz") is null)
            Skip = "afl-fuzz is not installed (Debian package afl++).";
    }
}
