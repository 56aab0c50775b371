using FashionMnist.Build.Tests.Conformance;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Bootstrap;

/// <summary>What both bootstrap scripts do, told by a dotnet that notes how it is called.</summary>
public abstract class BootstrapTests(string script) : IDisposable
{
    private const string Lacks = "error NU1101: Unable to find package Nuke.Components. No packages exist with this id in source(s): here";
    private const string Unreachable = "error NU1301: Unable to load the service index for source https://feed.invalid/index.json.";

    private readonly Checkout _checkout = new();

    public void Dispose()
    {
        _checkout.Dispose();
        GC.SuppressFinalize(this);
    }

    [ContractFact]
    public async Task The_first_start_asks_the_feed_compiles_and_runs()
    {
        var run = await _checkout.Start(script, "Test");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["--version", "restore", "build", "exec"], _checkout.Calls());
    }

    [ContractFact]
    public async Task A_warm_start_only_runs()
    {
        await _checkout.Start(script);
        _checkout.Calls();

        var run = await _checkout.Start(script, "--help");

        Assert.Equal(["exec"], _checkout.Calls());
        Assert.DoesNotContain("feed", run.Output, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_changed_source_is_compiled_and_the_feed_is_not_asked_again()
    {
        await _checkout.Start(script);
        _checkout.Calls();
        _checkout.Write("src/FashionMnist.Models/Model.cs", "// another source");

        await _checkout.Start(script);

        Assert.Equal(["--version", "build", "exec"], _checkout.Calls());
    }

    [ContractFact]
    public async Task Build_output_is_no_source()
    {
        await _checkout.Start(script);
        _checkout.Calls();
        _checkout.Write("build/obj/project.assets.json", "{}");

        await _checkout.Start(script);

        Assert.Equal(["exec"], _checkout.Calls());
    }

    [ContractFact]
    public async Task Another_feed_configuration_is_asked_anew()
    {
        await _checkout.Start(script);
        _checkout.Calls();
        _checkout.Write("nuget.config", "<configuration />");

        await _checkout.Start(script);

        Assert.Equal(["--version", "restore", "build", "exec"], _checkout.Calls());
    }

    [ContractFact]
    public async Task A_package_that_the_feed_lacks_is_named_and_remembered()
    {
        _checkout.LetTheFeedAnswer(Lacks);

        var run = await _checkout.Start(script);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The package feed lacks Nuke.Components: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(">;Nuke.Components;</PackagesMissingFromFeed>", File.ReadAllText(_checkout.FeedProperties), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task With_a_full_feed_no_package_is_missing()
    {
        var run = await _checkout.Start(script);

        Assert.Contains("no stand-in is used", run.Output, StringComparison.Ordinal);
        Assert.Contains(">;</PackagesMissingFromFeed>", File.ReadAllText(_checkout.FeedProperties), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Unreachable)]
    [InlineData(Lacks + "\n" + Unreachable)]
    [InlineData("error NU1102: Unable to find package Nuke.Common with version (>= 10.1.0)")]
    public async Task Any_other_answer_is_an_error_and_nothing_is_remembered(string answer)
    {
        _checkout.LetTheFeedAnswer(answer);

        var run = await _checkout.Start(script);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(answer.Split('\n')[^1], run.Errors, StringComparison.Ordinal);
        Assert.Contains("the package feed gave no clear answer", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_checkout.FeedProperties));
        Assert.Equal(["--version", "restore"], _checkout.Calls());
    }

    [ContractFact]
    public async Task A_failed_compilation_is_shown_and_leaves_no_stamp()
    {
        await _checkout.Start(script);
        _checkout.Write("build/Build.cs", "class");
        _checkout.Variables["STUB_BUILD_ERROR"] = "Build.cs(1,6): error CS1001: Identifier expected";

        var run = await _checkout.Start(script);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error CS1001", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("the build itself does not compile", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_checkout.Stamp));

        _checkout.Variables.Remove("STUB_BUILD_ERROR");
        _checkout.Calls();
        Assert.Equal(0, (await _checkout.Start(script)).ExitCode);
        Assert.Equal(["--version", "build", "exec"], _checkout.Calls());
    }

    [ContractFact]
    public async Task Arguments_and_exit_code_are_passed_on()
    {
        _checkout.Variables["STUB_EXIT_CODE"] = "65";

        var run = await _checkout.Start(script, "Train", "--set", "a b", "", "--seed", "7");

        Assert.Equal(65, run.ExitCode);
        Assert.EndsWith($"[Train] [--set] [a b] [] [--seed] [7] [--root] [{_checkout.Root}]", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_root_that_is_given_stays()
    {
        var run = await _checkout.Start(script, "Train", "--root", "elsewhere");

        Assert.EndsWith("[Train] [--root] [elsewhere]", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Starts_at_the_same_time_compile_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _checkout.Start(script)));

        Assert.All(runs, x => Assert.Equal((0, ""), (x.ExitCode, x.Errors)));
        Assert.Single(_checkout.Calls(), "build");
    }

    [ContractFact]
    public async Task The_compiled_build_shows_its_help()
    {
        _checkout.Variables["STUB_ASSEMBLIES"] = AppContext.BaseDirectory;
        _checkout.Variables["STUB_REAL_DOTNET"] = ProbeRun.DotNet;
        _checkout.Write(".nuke/parameters.json", "{}");

        var run = await _checkout.Start(script, "--help", "--no-logo");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Usage: ./build.sh [Target ...]", run.Output, StringComparison.Ordinal);
        Assert.Contains("Compile", run.Output, StringComparison.Ordinal);
    }
}

/// <summary>The script for bash.</summary>
public sealed class ShellBootstrapTests() : BootstrapTests("build.sh");

/// <summary>The script for PowerShell, in the engine of PowerShell.</summary>
[SlowClass("starts the engine of PowerShell for every test")]
public sealed class PowerShellBootstrapTests() : BootstrapTests("build.ps1");
