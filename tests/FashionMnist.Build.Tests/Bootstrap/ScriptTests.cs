using System.Diagnostics;
using System.Management.Automation.Language;
using FashionMnist.Build.Tests.Conformance;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Bootstrap;

/// <summary>What concerns one of the scripts only.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [ShellCheckTheory]
    [InlineData("build.sh")]
    [InlineData("tools/completion/completion.bash")]
    public async Task A_shell_script_has_no_findings(string script)
    {
        var start = new ProcessStartInfo("shellcheck", ["--shell=bash", Path.Combine(Sources.Root, script)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Theory]
    [InlineData("build.ps1")]
    [InlineData("tools/completion/completion.ps1")]
    public void A_PowerShell_script_uses_only_commands_that_every_engine_has(string file)
    {
        var script = Parser.ParseFile(Path.Combine(Sources.Root, file), out _, out var errors);

        Assert.Empty(errors);
        string[] core = ["Get-Command", "Where-Object", "ForEach-Object", "Set-StrictMode", "Register-ArgumentCompleter"];
        var own = script.FindAll(x => x is FunctionDefinitionAst, searchNestedScriptBlocks: true).Cast<FunctionDefinitionAst>();
        var used = script.FindAll(x => x is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
        Assert.Empty(used.Select(x => x.GetCommandName()).OfType<string>().Except(own.Select(x => x.Name)).Except(core));
    }

    [Fact]
    public async Task The_build_takes_the_place_of_the_shell_so_that_signals_reach_it()
    {
        var run = await _checkout.Start("build.sh");

        Assert.Contains($"process {run.Process} ", run.Output, StringComparison.Ordinal);
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
        Assert.EndsWith($"[Test] [--filter] [a b] [--root] [{_checkout.Root}]", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_folder_that_is_not_there_is_named()
    {
        _checkout.Variables["TMPDIR"] = "/no/such/folder";

        var run = await _checkout.Start("build.sh");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("build.sh: TMPDIR names /no/such/folder, which is not there; make that folder or unset TMPDIR\n", run.Errors);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_an_error_and_no_reason_to_wait()
    {
        File.WriteAllText(Path.Combine(_checkout.Root, ".nuke"), "a file is in the way");

        var run = await _checkout.Start("build.sh");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(".nuke/temp cannot be made", run.Errors, StringComparison.Ordinal);
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
        Assert.Contains("The package feed lacks AWSSDK.ECR, Nuke.Common, Nuke.Components, Slack.Webhooks: ", run.Output, StringComparison.Ordinal);
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
internal sealed class ShellCheckTheoryAttribute : TheoryAttribute
{
    public ShellCheckTheoryAttribute()
    {
        if (Installed.Find("shellcheck") is null)
            Skip = "shellcheck is not installed.";
    }
}
