using FashionMnist.Models.Configuration;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

public sealed class SsmLayerTests : IDisposable
{
    private const string Path = "/fashion-mnist/test";
    private static readonly string[] Switch = [$"ssm.path={Path}"];
    private readonly string _file = System.IO.Path.GetTempFileName();
    private readonly Parameters _parameters = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_a_path_nobody_asks()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        Assert.Equal(1, Load([]).Options.Training.Seed);
        Assert.Equal(0, _parameters.Reads);
    }

    [Fact]
    public void A_parameter_wins_over_the_file_and_its_full_name_is_the_origin()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        AssertValue("5", $"SSM {Path}/training/seed", Load(Switch, """{ "training": { "seed": 2 } }"""));
    }

    [Fact]
    public void The_environment_wins_over_a_parameter()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        AssertValue("6", "environment FASHION_MNIST_TRAINING_SEED", Load(Switch, environment: new() { ["FASHION_MNIST_TRAINING_SEED"] = "6" }));
    }

    [Fact]
    public void The_command_line_wins_over_a_parameter()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        AssertValue("7", "command line", Load([.. Switch, "training.seed=7"]));
    }

    [Fact]
    public void Environment_and_file_switch_it_on_too()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        Assert.Equal(5, Load([], environment: new() { ["FASHION_MNIST_SSM_PATH"] = Path }).Options.Training.Seed);
        Assert.Equal(5, Load([], $$"""{ "ssm": { "path": "{{Path}}" } }""").Options.Training.Seed);
    }

    [Fact]
    public void A_path_that_is_no_text_is_refused()
    {
        var e = Assert.Throws<FashionMnistException>(() => Load([], """{ "ssm": { "path": 5 } }"""));

        Assert.Equal((ExitCodes.Configuration, $"$.ssm.path (file {_file}): not a valid String"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void An_empty_path_on_the_command_line_switches_it_off() =>
        Assert.Null(Load(["ssm.path="], $$"""{ "ssm": { "path": "{{Path}}" } }""").Parameters);

    [Fact]
    public void A_parameter_can_add_an_entry_that_a_variable_then_changes()
    {
        _parameters.Add($"{Path}/training/profiles/mine/epochs", "7");

        var profile = Load(Switch, environment: new() { ["FASHION_MNIST_TRAINING_PROFILES_MINE_EPOCHS"] = "8" }).Options.Training.Profiles["mine"];

        Assert.Equal((8, 128), (profile.Epochs, profile.BatchSize));
    }

    [Theory]
    [InlineData("gate/minimumAccuracy", "1.5", "$.gate.minimumAccuracy (SSM {0}/gate/minimumAccuracy): 1.5 is outside of the allowed range 0 to 1")]
    [InlineData("gate/minimumAcuracy", "1", "$.gate.minimumAcuracy (SSM {0}/gate/minimumAcuracy): unknown key. Did you mean minimumAccuracy?")]
    [InlineData("gat/minimumAccuracy", "1", "$.gat (SSM {0}/gat/minimumAccuracy): unknown key. Did you mean gate?")]
    [InlineData("training/seed", "x", "$.training.seed (SSM {0}/training/seed): not a valid Int32")]
    [InlineData("training/profile", "quik", "$.training.profile (SSM {0}/training/profile): 'quik' is not defined; known: quick, full. Did you mean quick?")]
    [InlineData("gate", "1", "$.gate (SSM {0}/gate): this is a group of values, not a value; delete this parameter")]
    [InlineData("ssm/path", "/x", "$.ssm.path (SSM {0}/ssm/path): the path cannot stand in Parameter Store itself; delete this parameter")]
    public void Refuses_a_wrong_parameter_by_its_full_name(string name, string value, string message)
    {
        _parameters.Add($"{Path}/{name}", value);

        AssertRefused(string.Format(null, message, Path), Switch);
    }

    [Theory]
    [InlineData("gate/minimumAccuracy", "1.5", "$.gate.minimumAccuracy (SSM {0}/gate/minimumAccuracy): (secret) is outside of the allowed range 0 to 1")]
    [InlineData("training/profile", "quik", "$.training.profile (SSM {0}/training/profile): (secret) is not defined; known: quick, full.")]
    [InlineData("store/modelName", "No Name", "$.store.modelName (SSM {0}/store/modelName): '(secret)' does not match [a-z0-9][a-z0-9-]*")]
    public void Refuses_a_wrong_secret_without_showing_it(string name, string value, string message)
    {
        _parameters.Add($"{Path}/{name}", value, secret: true);

        AssertRefused(string.Format(null, message, Path), Switch);
    }

    [Theory]
    [InlineData("fashion-mnist", "'fashion-mnist' does not match (/[A-Za-z0-9_.-]+)+")]
    [InlineData("/fashion-mnist/", "'/fashion-mnist/' does not match (/[A-Za-z0-9_.-]+)+")]
    public void Refuses_a_path_that_is_none_before_anybody_is_asked(string path, string problem)
    {
        AssertRefused($"$.ssm.path (command line): {problem}", [$"ssm.path={path}"]);
        Assert.Equal(0, _parameters.Reads);
    }

    [Fact]
    public void A_secret_is_in_force_and_not_shown_even_where_another_source_wins()
    {
        _parameters.Add($"{Path}/training/seed", "5", secret: true);

        var configuration = Load(Switch);
        Assert.Equal(5, configuration.Options.Training.Seed);
        AssertValue("\"(secret)\"", $"SSM {Path}/training/seed", configuration);
        AssertValue("\"(secret)\"", "command line", Load([.. Switch, "training.seed=7"]));
    }

    [Fact]
    public void A_program_takes_the_snapshot_of_the_build_and_asks_nobody()
    {
        _parameters.Add($"{Path}/training/seed", "5", secret: true);
        var build = Load(Switch);

        var program = Load(Switch, environment: new() { [SsmSnapshot.Variable] = build.Parameters!.ToText() });

        Assert.Equal(1, _parameters.Reads);
        Assert.Equal(build.Values, program.Values);
        Assert.Equal(5, program.Options.Training.Seed);
    }

    [Fact]
    public void A_snapshot_of_another_path_does_not_count()
    {
        _parameters.Add($"{Path}/training/seed", "5");

        var other = new SsmSnapshot("/other", [new SsmParameter("/other/training/seed", "9", false)]).ToText();

        Assert.Equal(5, Load(Switch, environment: new() { [SsmSnapshot.Variable] = other }).Options.Training.Seed);
    }

    [Fact]
    public void A_damaged_snapshot_is_an_error()
    {
        var e = Assert.Throws<FashionMnistException>(() => Load(Switch, environment: new() { [SsmSnapshot.Variable] = "{" }));

        Assert.Equal("FASHION_MNIST_SSM_SNAPSHOT: not what a build writes there; unset it", e.Message);
    }

    private static void AssertValue(string value, string origin, EffectiveConfiguration configuration) =>
        Assert.Equal(new EffectiveValue("training.seed", value, origin), configuration.Values.Single(x => x.Path == "training.seed"));

    private void AssertRefused(string message, string[] settings)
    {
        var e = Assert.Throws<FashionMnistException>(() => Load(settings));
        Assert.Equal((message, ExitCodes.Configuration), (e.Message, e.ExitCode));
    }

    private EffectiveConfiguration Load(string[] settings, string json = "{}", Dictionary<string, string>? environment = null)
    {
        File.WriteAllText(_file, json);
        return ConfigurationLoader.Load(_file, environment ?? [], settings, _parameters);
    }

    /// <summary>Parameters in memory that count how often they are read.</summary>
    private sealed class Parameters : IParameterStore
    {
        private readonly List<SsmParameter> _all = [];

        public int Reads { get; private set; }

        public void Add(string name, string value, bool secret = false) => _all.Add(new SsmParameter(name, value, secret));

        public IReadOnlyList<SsmParameter> Read(string path)
        {
            Reads++;
            return [.. _all.Where(x => x.Name.StartsWith(path + "/", StringComparison.Ordinal))];
        }

        public void Write(SsmParameter parameter) => throw new NotSupportedException();
    }
}
