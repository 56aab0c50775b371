using System.Diagnostics;
using FashionMnist.Build.CommandLine;
using FashionMnist.Build.Tests.Conformance;
using FashionMnist.Testing;
using FashionMnist.Testing.Terminals;

namespace FashionMnist.Build.Tests.Completion;

/// <summary>The completion scripts in their shells. A stub of build.sh prints what was typed in the end.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string FirstPrompt = "[#$%] ";
    private const string Prompt = "READY> ";
    private readonly string _root = Directory.CreateTempSubdirectory("completion-").FullName;

    public CompletionTests()
    {
        foreach (var file in new[] { ".nuke/build.schema.json", "tools/completion/surface.awk", "tools/completion/completion.bash", "tools/completion/completion.zsh", "tools/completion/completion.ps1" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
            File.Copy(Path.Combine(Sources.Root, file), Path.Combine(_root, file));
        }

        var stub = Path.Combine(_root, "build.sh");
        File.WriteAllText(stub, "#!/bin/sh\nprintf 'typed'; printf ' [%s]' \"$@\"; echo ' end'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static TheoryData<string, string> Typed => new()
    {
        { "Tra\t", "[Train]" },
        { "PublishM\t--mod\tx --config\tRel\t", "[PublishModel] [--model-store] [x] [--configuration] [Release]" },
        { "Test --verb\tQ\t", "[Test] [--verbosity] [Quiet]" },
        { "Test --skip Comp\tRest\t", "[Test] [--skip] [Compile] [Restore]" },
        { "FetchD\t--data-d\ttoo\tcom\tsur\t", "[FetchData] [--data-directory] [tools/completion/surface.awk]" },
        { "--dr\t", "[--dry-run]" },
        { "Promote --dry-run f\t", "[Promote] [--dry-run] [false]" },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TerminalTheory]
    [MemberData(nameof(Typed))]
    public Task Bash_completes(string keys, string arguments) =>
        CompleteAsync(["bash", "--norc", "--noprofile", "-i"], "source tools/completion/completion.bash", keys, arguments);

    [ZshTheory]
    [MemberData(nameof(Typed))]
    public Task Zsh_completes(string keys, string arguments) =>
        CompleteAsync(["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source tools/completion/completion.zsh", keys, arguments);

    [SlowTheory("starts the engine of PowerShell for every case")]
    [InlineData("./build.ps1 Tra", "Train")]
    [InlineData("./build.cmd PublishModel --mod", "--model-store")]
    [InlineData("./build.ps1 Test --verbosity ", "Verbose Normal Minimal Quiet")]
    [InlineData("./build.ps1 Test --configuration r", "Release")]
    [InlineData("./build.ps1 Test --skip Compile Rest", "Restore")]
    [InlineData("./build.ps1 --dry-run --plan", "--plan")]
    [InlineData("./build.ps1 Promote --dry-run ", "true false")]
    public async Task PowerShell_completes(string line, string completions)
    {
        var script = Path.Combine(_root, "complete.ps1");
        await File.WriteAllTextAsync(script, """
            . ([System.IO.Path]::Combine($PSScriptRoot, 'tools', 'completion', 'completion.ps1'))
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null)
            [string]::Join(' ', [string[]] @(foreach ($match in $found.CompletionMatches) { $match.CompletionText }))
            """);
        var start = new ProcessStartInfo(ProbeRun.DotNet, ["exec", Sources.PowerShellHost, script, line])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        Assert.Equal(completions, (await process.StandardOutput.ReadToEndAsync()).Trim());
        Assert.Equal("", await errors);
    }

    [Fact]
    public async Task Every_target_and_option_of_the_build_is_offered()
    {
        var start = new ProcessStartInfo("awk", ["-f", "tools/completion/surface.awk", ".nuke/build.schema.json"]) { WorkingDirectory = _root, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n').Select(x => x.Split('\t')).ToList();
        var surface = new BuildSurface(typeof(global::Build));

        Assert.Equal(surface.Targets.Order(StringComparer.Ordinal), lines.Where(x => x[0] == "target").Select(x => x[1]).Order(StringComparer.Ordinal));
        var options = lines.Where(x => x[0] == "option").Select(x => x[1]).ToList();
        Assert.All(surface.Parameters.Values.Where(x => x.Declaring is not null), x => Assert.Contains(x.Option, options));
        Assert.All(options, x => Assert.Contains(x, surface.Parameters.Values.Select(y => y.Option)));
    }

    private async Task CompleteAsync(string[] shell, string load, string keys, string arguments)
    {
        // A shell that is typed to before its first prompt may lose keys that it has not bound yet.
        // An interactive shell echoes what is typed: the prompt and the answer are spelled so that the echo does not match.
        var steps = new List<TerminalStep> { new(Expect: FirstPrompt), new(Send: $"PS1='REA''DY> '; {load}\r"), new(Expect: Prompt) };
        var parts = $"./build.sh {keys}".Split('\t');
        steps.AddRange(parts.Select((x, i) => new TerminalStep(Send: i < parts.Length - 1 ? x + "\t" : x + "\r")));
        steps.AddRange([new(Expect: "typed .* end"), new(Send: "exit\r")]);
        var run = await new PseudoTerminal
        {
            Columns = 200,
            Directory = _root,
            Variables = { ["TERM"] = "xterm", ["PROMPT_COMMAND"] = null, ["ZDOTDIR"] = _root, ["HOME"] = _root, ["INPUTRC"] = "/dev/null" },
            Steps = steps,
        }.RunAsync(shell);

        Assert.Contains($"typed {arguments} end", run.Terminal, StringComparison.Ordinal);
    }
}

/// <summary>Needs zsh.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ZshTheoryAttribute : TheoryAttribute
{
    public ZshTheoryAttribute()
    {
        Skip = Slow.WhySkipped("types into zsh for every case") ?? PseudoTerminal.WhySkipped ?? (Installed.Find("zsh") is null ? "zsh is not installed" : null);
    }
}
