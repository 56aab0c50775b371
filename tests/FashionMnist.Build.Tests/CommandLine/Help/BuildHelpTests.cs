using FashionMnist.Build.Tests.Settings;

namespace FashionMnist.Build.Tests.CommandLine.Help;

/// <summary>What <c>./build.sh --help</c> prints.</summary>
public sealed class BuildHelpTests : IDisposable
{
    private readonly BuildProcess _build = new();

    public void Dispose() => _build.Dispose();

    [Fact]
    public async Task The_help_is_what_was_approved()
    {
        _build.Variables["COLUMNS"] = "100";

        var run = await _build.Run("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var approved = Path.Combine(Sources.Tests, "CommandLine", "Help", "help.approved.txt");
        if (Sources.Accepts)
            await File.WriteAllTextAsync(approved, run.Output);
        Assert.True(
            File.Exists(approved) && await File.ReadAllTextAsync(approved) == run.Output,
            $"the help is not that of {approved}; run this test with ACCEPT_APPROVED_FILES=1 to accept it:\n{run.Output}");
    }

    [Fact]
    public async Task A_pipe_gets_eighty_columns() =>
        Assert.InRange((await _build.Run("--help")).Output.Split('\n').Max(x => x.Length), 70, 80);

    [Fact]
    public async Task The_engine_tells_the_rest()
    {
        var run = await _build.Run("--help", "--verbosity", "verbose");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Targets (with their direct dependencies):", run.Output, StringComparison.Ordinal);
        Assert.Contains("--host", run.Output, StringComparison.Ordinal);
    }
}
