using System.Diagnostics;
using System.Management.Automation.Language;
using FashionMnist.Build.Tests.Conformance;

namespace FashionMnist.Build.Tests.Bootstrap;

/// <summary>What concerns one of the scripts only.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [ShellCheckFact]
    public async Task The_shell_script_has_no_findings()
    {
        var start = new ProcessStartInfo("shellcheck", [Path.Combine(Sources.Root, "build.sh")]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public void The_PowerShell_script_uses_only_commands_that_every_engine_has()
    {
        var script = Parser.ParseFile(Path.Combine(Sources.Root, "build.ps1"), out _, out var errors);

        Assert.Empty(errors);
        string[] core = ["Get-Command", "Where-Object", "ForEach-Object", "Set-StrictMode"];
        var own = script.FindAll(x => x is FunctionDefinitionAst, searchNestedScriptBlocks: true).Cast<FunctionDefinitionAst>();
        var used = script.FindAll(x => x is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
        Assert.Empty(used.Select(x => x.GetCommandName()).OfType<string>().Except(own.Select(x => x.Name)).Except(core));
    }

    [Fact]
    public async Task The_build_takes_the_place_of_the_shell_so_that_signals_reach_it()
    {
        var run = await _checkout.Start("build.sh");

        Assert.Contains($"process {run.Process}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_left_behind_by_a_killed_start_is_taken_over()
    {
        var killed = await _checkout.Start("build.sh");
        File.Delete(_checkout.Stamp);
        File.CreateSymbolicLink(Path.Combine(_checkout.Root, ".nuke/temp/bootstrap.lock"), $"{killed.Process}");

        var run = await _checkout.Start("build.sh");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain("Waiting", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_script_hands_its_arguments_to_the_shell_script()
    {
        var run = await _checkout.Start("build.cmd", "Test", "--filter", "a b");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.EndsWith("[Test] [--filter] [a b]", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_SDK_and_without_a_network_the_version_to_install_is_named()
    {
        _checkout.Variables["STUB_NO_SDK"] = "1";

        var run = await _checkout.Start("build.sh");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the .NET SDK 10.0.100 of global.json is not installed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_restore_from_an_empty_feed_makes_every_package_missing()
    {
        UseSource(Directory.CreateDirectory(Path.Combine(_checkout.Root, "packages")).FullName);

        var run = await _checkout.Start("build.sh");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("The package feed lacks AWSSDK.ECR, Nuke.Common, Nuke.Components: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_restore_from_an_unreachable_feed_is_an_error()
    {
        UseSource("http://127.0.0.1:9/index.json");

        var run = await _checkout.Start("build.sh");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("NU1301", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_checkout.FeedProperties));
    }

    private void UseSource(string source)
    {
        _checkout.Variables["STUB_REAL_DOTNET"] = ProbeRun.DotNet;
        _checkout.Variables["DOTNET_CLI_HOME"] = _checkout.Root;
        _checkout.Variables["NUGET_PACKAGES"] = Path.Combine(_checkout.Root, "cache");
        _checkout.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="only" value="{source}" allowInsecureConnections="true" /></packageSources>
            </configuration>
            """);
        _checkout.Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
    }
}

/// <summary>Needs shellcheck.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellCheckFactAttribute : FactAttribute
{
    public ShellCheckFactAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(x => File.Exists(Path.Combine(x, "shellcheck"))))
            Skip = "shellcheck is not installed.";
    }
}
