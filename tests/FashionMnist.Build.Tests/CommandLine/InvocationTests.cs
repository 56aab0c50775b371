using FashionMnist.Build.CommandLine;
using Nuke.Common;
using NukeConfiguration = Nuke.Components.Configuration;

namespace FashionMnist.Build.Tests.CommandLine;

public sealed class InvocationTests
{
    private readonly Invocation _invocation = new(new BuildSurface(typeof(SampleBuild)));

    [Theory]
    [InlineData("Test")]
    [InlineData("test", "Train")]
    [InlineData("Test+Train")]
    [InlineData("Train", "--seed", "7", "--skip", "Test")]
    [InlineData("--skip")]
    [InlineData("--dry-run")]
    [InlineData("--dryrun", "false")]
    [InlineData("-Seed", "7")]
    [InlineData("--names", "a", "b")]
    [InlineData("--configuration", "release")]
    [InlineData("--verbosity", "quiet")]
    [InlineData("--no-logo", "--plan", "--help")]
    [InlineData]
    public void Accepts_what_the_engine_understands(params string[] arguments) => Assert.Null(_invocation.ProblemWith(arguments));

    [Theory]
    [InlineData("There is no target Tset. Did you mean Test?", "Tset")]
    [InlineData("There is no target Tset. Did you mean Test?", "Train", "--skip", "Tset")]
    [InlineData("There is no target Deploy.", "Deploy")]
    [InlineData("There is no option --sed. Did you mean --seed?", "--sed", "7")]
    [InlineData("There is no option --model-stor. Did you mean --model-store?", "Test", "--model-stor", "x")]
    [InlineData("--seed needs a value.", "--seed", "-5")]
    [InlineData("--seed: 'seven' is not a valid Int32.", "--seed", "seven")]
    [InlineData("--seed: '99999999999' is not a valid Int32.", "--seed", "99999999999")]
    [InlineData("--seed needs a value.", "--seed")]
    [InlineData("--seed takes one value; write targets before the first option.", "--seed", "7", "Test")]
    [InlineData("--dry-run: 'Test' is not one of true, false.", "--dry-run", "Test")]
    [InlineData("--configuration: 'Relase' is not one of Debug, Release. Did you mean Release?", "--configuration", "Relase")]
    [InlineData("--seed is given 2 times; give it once.", "--seed", "7", "--Seed", "8")]
    [InlineData("--names is given 2 times; give it once, with all values after it.", "--names", "a", "--names", "b")]
    [InlineData("--names needs a value.", "--names")]
    [InlineData("--verbosity: 'loud' is not one of Verbose, Normal, Minimal, Quiet.", "--verbosity", "loud")]
    public void Refuses_what_the_engine_would_pass_over(string problem, params string[] arguments) =>
        Assert.Equal(problem, _invocation.ProblemWith(arguments));

    [Fact]
    public void An_empty_variable_of_a_parameter_means_that_nothing_is_said()
    {
        var variables = new Dictionary<string, string> { ["SEED"] = "", ["NUKE_NAMES"] = "", ["DRY_RUN"] = "false", ["PATH"] = "", ["NUKE_X"] = "" };

        Assert.Equal(["SEED", "NUKE_NAMES"], new BuildSurface(typeof(SampleBuild)).EmptyVariables(variables));
    }

    [Theory]
    [InlineData("""{ "$schema": "./build.schema.json", "Seed": 7, "Names": ["a", "b"] }""", null)]
    [InlineData("""{ "Sed": 7 }""", "{0}: there is no parameter Sed. Did you mean Seed?")]
    [InlineData("""{ "Seed": "x" }""", "{0}: Seed: 'x' is not a valid Int32.")]
    public void Reads_parameters_files_the_same_way(string json, string? problem)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);

            Assert.Equal(problem is null ? null : string.Format(null, problem, file), _invocation.ProblemWithFile(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("NUKE_SEED", "x", "NUKE_SEED: 'x' is not a valid Int32.")]
    [InlineData("NUKE_SEED", "5", null)]
    [InlineData("NUKE_TELEMETRY_OPTOUT", "1", null)]
    [InlineData("SOMETHING", "x", null)]
    public void Reads_variables_of_the_build_the_same_way(string name, string value, string? problem) =>
        Assert.Equal(problem, _invocation.ProblemWithEnvironment(new Dictionary<string, string> { [name] = value }));

    [Fact]
    public void Never_shows_the_value_of_a_secret() =>
        Assert.Equal("--pin: the value is not a valid Int32.", _invocation.ProblemWith(["--pin", "hunter2hunter2"]));

    private sealed class SampleBuild : NukeBuild, ISampleComponent
    {
#pragma warning disable IDE1006 // A parameter is called what its member is called.
        [Parameter] private readonly int Seed;
        [Parameter] private readonly bool DryRun;
        [Parameter] private readonly string[] Names = [];
        [Parameter] private readonly NukeConfiguration? Configuration;
        [Parameter, Secret] private readonly int? Pin;
#pragma warning restore IDE1006

        private Target Test => _ => _.Executes(() => Assert.NotNull($"{Seed}{DryRun}{Names}{Configuration}{Pin}"));
    }

    private interface ISampleComponent : INukeBuild
    {
        [Parameter]
        string ModelStore => TryGetValue(() => ModelStore);

        Target Train => _ => _;
    }
}
