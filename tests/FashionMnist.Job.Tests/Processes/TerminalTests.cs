using FashionMnist.Testing.Terminals;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>The job on a real pseudo-terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Colour = "\u001b\\[[0-9;]*m";

    /// <summary>So many that even the fastest machine is busy for longer than the progress waits before it shows itself.</summary>
    private const int Images = 200_000;

    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [TerminalTheory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(30, "stdout")]
    public async Task Progress_stays_on_one_line_of_the_terminal_and_is_wiped_away(int columns, params string[] pipes)
    {
        var run = await PredictAsync(columns, pipes);

        var drawn = run.Terminal.Split('\r').Where(x => x.StartsWith("predicting", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, x => Assert.InRange(x.Length, 1, columns - 1));
        // The last drawing is a line of spaces, and the log goes on at its beginning.
        Assert.Matches("\r +\r[^\r]*200000 images in", run.Terminal.Replace(",", "", StringComparison.Ordinal));
    }

    [TerminalFact]
    public async Task Without_a_terminal_there_is_no_progress_line_and_no_colour()
    {
        var run = await PredictAsync(80, ["stdout", "stderr"]);

        Assert.DoesNotContain('\r', run.Stderr);
        Assert.DoesNotMatch(Colour, run.Stdout + run.Stderr);
    }

    [TerminalTheory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task Colours_follow_NO_COLOR(string? noColor, bool coloured)
    {
        var run = await new PseudoTerminal { Variables = { ["NO_COLOR"] = noColor, ["TERM"] = "xterm-256color" } }
            .RunAsync([JobProcess.Program, .. _scene.Predict("missing")]);

        Assert.Contains("missing", run.Terminal, StringComparison.Ordinal);
        Assert.Equal(coloured, System.Text.RegularExpressions.Regex.IsMatch(run.Terminal, Colour));
    }

    private async Task<TerminalRun> PredictAsync(int columns, string[] pipes)
    {
        FifoInput.Make(_scene["images"]);
        var running = new PseudoTerminal { Columns = columns, Pipes = pipes, Variables = { ["NO_COLOR"] = "1", ["TERM"] = "xterm", ["COLUMNS"] = null } }
            .RunAsync([JobProcess.Program, .. _scene.Predict("images")]);
        using (var input = FifoInput.Open(_scene["images"], Images))
            input.Feed(Images);
        var run = await running;
        Assert.True(run.Exit == 0, run.Terminal + run.Stderr);
        return run;
    }
}
