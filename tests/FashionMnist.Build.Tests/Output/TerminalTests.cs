using FashionMnist.Build.Tests.Conformance;
using FashionMnist.Build.Tests.Settings;
using FashionMnist.Testing.Terminals;

namespace FashionMnist.Build.Tests.Output;

/// <summary>The build on a real pseudo-terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Esc = "\u001b";
    private readonly BuildProcess _build = new();

    public void Dispose() => _build.Dispose();

    [TerminalFact]
    public async Task A_terminal_gets_colours() => Assert.Contains($"{Esc}[", (await RunAsync(80, [], null, "ShowConfig")).Terminal, StringComparison.Ordinal);

    [TerminalFact]
    public async Task With_NO_COLOR_it_gets_none()
    {
        var run = await RunAsync(80, [], "1", "ShowConfig");

        Assert.Contains("Build succeeded", run.Terminal, StringComparison.Ordinal);
        // The runtime itself switches the keypad of the terminal, which colours nothing.
        Assert.DoesNotMatch(Esc + @"\[[0-9;]*m", run.Terminal);
    }

    [TerminalFact]
    public async Task A_pipe_gets_no_escape_code_although_there_is_a_terminal()
    {
        var run = await RunAsync(80, ["stdout", "stderr"], null, "ShowConfig");

        Assert.Contains("Build succeeded", run.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain(Esc, run.Stdout + run.Stderr, StringComparison.Ordinal);
    }

    [TerminalTheory]
    [InlineData(30)]
    [InlineData(44)]
    public async Task The_help_and_the_rules_of_the_summary_are_not_wider_than_the_terminal(int columns)
    {
        var help = Lines(await RunAsync(columns, [], "1", "--help"));
        Assert.All(help, x => Assert.InRange(x.Length, 0, columns));
        Assert.Contains("  ShowConfig", help);

        var summary = Lines(await RunAsync(columns, [], "1", "ShowConfig"));
        Assert.Contains(summary, x => x.StartsWith('═'));
        Assert.All(summary.Where(x => x.StartsWith('═') || x.StartsWith('─')), x => Assert.InRange(x.Length, 1, columns));
    }

    private Task<TerminalRun> RunAsync(int columns, string[] pipes, string? noColor, params string[] arguments) => new PseudoTerminal
    {
        Columns = columns,
        Pipes = pipes,
        Directory = _build.Root,
        Variables = { ["TERM"] = "xterm-256color", ["NO_COLOR"] = noColor, ["COLUMNS"] = null, ["NUKE_NO_LOGO"] = "true" },
    }.RunAsync([ProbeRun.DotNet, "exec", Path.Combine(AppContext.BaseDirectory, "_build.dll"), .. arguments]);

    private static List<string> Lines(TerminalRun run) =>
        [.. run.Terminal.Split('\n').Select(x => x.TrimEnd('\r')).Select(x => x.StartsWith(Esc, StringComparison.Ordinal) ? x[(x.LastIndexOfAny(['h', '=']) + 1)..] : x)];
}
