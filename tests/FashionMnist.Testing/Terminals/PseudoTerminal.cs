using System.Diagnostics;
using System.Text.Json;

namespace FashionMnist.Testing.Terminals;

/// <summary>Runs a program on a real pseudo-terminal of a given width, through Python's <c>pty</c>.</summary>
public sealed class PseudoTerminal
{
    public const string Python = "/usr/bin/python3";

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Why there is none on this machine, or <see langword="null"/>.</summary>
    public static string? WhySkipped { get; } = File.Exists(Python) ? null : $"a pseudo-terminal needs {Python}";

    public int Columns { get; init; } = 80;

    /// <summary>Which of stdout and stderr are no terminal.</summary>
    public string[] Pipes { get; init; } = [];

    /// <summary>What happens while the program runs, in this order.</summary>
    public IReadOnlyList<TerminalStep> Steps { get; init; } = [];

    /// <summary>Variables of the program; with <see langword="null"/> one is removed.</summary>
    public Dictionary<string, string?> Variables { get; init; } = [];

    public string? Directory { get; init; }

    public async Task<TerminalRun> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Terminals", "pseudo_terminal.py")])
        {
            WorkingDirectory = Directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { command, Columns, Pipes, Steps }, CamelCase));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<TerminalRun>(output, CamelCase)!;
    }
}

/// <summary>A text to wait for, a text to type, or a program to run meanwhile.</summary>
public sealed record TerminalStep(string? Expect = null, string? Send = null, string[]? Run = null);

/// <summary>What was seen.</summary>
/// <param name="Exit">Exit code.</param>
/// <param name="Terminal">Everything on the terminal.</param>
/// <param name="Stdout">What went into a pipe instead.</param>
/// <param name="Stderr">What went into a pipe instead.</param>
public sealed record TerminalRun(int Exit, string Terminal, string Stdout, string Stderr);

/// <summary>A theory that needs a pseudo-terminal.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalTheoryAttribute : TheoryAttribute
{
    public TerminalTheoryAttribute() => Skip = PseudoTerminal.WhySkipped;
}

/// <summary>A test that needs a pseudo-terminal.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = PseudoTerminal.WhySkipped;
}
