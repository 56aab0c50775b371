using FashionMnist.Models.Configuration;

namespace FashionMnist.Models.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_defaults_are_valid() => Assert.Equal(1, Load("{}").Options.Training.Seed);

    [Fact]
    public void The_file_wins_over_the_default() =>
        AssertValue(Load("""{ "training": { "seed": 2 } }"""), "training.seed", "2", $"file {_file}");

    [Fact]
    public void The_environment_wins_over_the_file() =>
        AssertValue(
            Load("""{ "training": { "seed": 2 } }""", new() { ["FASHION_MNIST_TRAINING_SEED"] = "3" }),
            "training.seed",
            "3",
            "environment FASHION_MNIST_TRAINING_SEED");

    [Fact]
    public void The_command_line_wins_over_the_environment() =>
        AssertValue(
            Load("{}", new() { ["FASHION_MNIST_TRAINING_SEED"] = "3" }, "training.seed=4"), "training.seed", "4", "command line");

    [Fact]
    public void A_value_that_nobody_sets_is_called_default() => AssertValue(Load("{}"), "prediction.batchSize", "256", "default");

    [Fact]
    public void The_short_variable_names_the_data_directory() =>
        AssertValue(
            Load("{}", new() { ["FASHION_MNIST_DATA"] = "/data" }), "data.directory", "\"/data\"", "environment FASHION_MNIST_DATA");

    [Fact]
    public void A_profile_of_the_file_keeps_the_defaults_it_does_not_name()
    {
        var profile = Load("""{ "training": { "profiles": { "mine": { "epochs": 7 } } } }""").Options.Training.Profiles["mine"];

        Assert.Equal((7, 128), (profile.Epochs, profile.BatchSize));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.Equal(5, Load("{ /* why */ \"training\": { \"seed\": 5, }, }").Options.Training.Seed);

    [Theory]
    [InlineData("""{ "trainin": {} }""", "$.trainin (file {0}): unknown key. Did you mean training?")]
    [InlineData("""{ "gate": { "zzzzzzzz": 1 } }""", "$.gate.zzzzzzzz (file {0}): unknown key. Known keys here: minimumAccuracy, maximumRegression, maximumPrecisionLoss.")]
    [InlineData("""{ "data": { "name": "" } }""", "$.data.name (file {0}): a value is required")]
    [InlineData("""{ "gate": { "minimumAcuracy": 1 } }""", "$.gate.minimumAcuracy (file {0}): unknown key. Did you mean minimumAccuracy?")]
    [InlineData("""{ "gate": { "minimumAccuracy": 1.5 } }""", "$.gate.minimumAccuracy (file {0}): 1.5 is outside of the allowed range 0 to 1")]
    [InlineData("""{ "training": { "profiles": { "quick": null } } }""", "$.training.profiles.quick (file {0}): a value is required")]
    [InlineData("""{ "data": { "downloadUrl": "ftp://a/" } }""", "$.data.downloadUrl (file {0}): " + HttpAddressAttribute.Expected)]
    [InlineData("""{ "data": { "downloadUrl": "https://u:secret@a/" } }""", "$.data.downloadUrl (file {0}): " + HttpAddressAttribute.Expected)]
    [InlineData("""{ "data": { "downloadUrl": "http://[::1" } }""", "$.data.downloadUrl (file {0}): " + HttpAddressAttribute.Expected)]
    [InlineData("""{ "training": { "seed": "x" } }""", "$.training.seed (file {0}): not a valid Int32")]
    [InlineData("""{ "training": { "profile": "quik" } }""", "$.training.profile (file {0}): 'quik' is not defined; known: quick, full. Did you mean quick?")]
    [InlineData("""{ "data": { "trainImages": { "name": "a", "sha256": "zz" } } }""", "$.data.trainImages.sha256 (file {0}): 'zz' does not match [0-9a-f]{{64}}")]
    [InlineData("""{ "training": { "profiles": { "quick": { "epochs": 0 } } } }""", "$.training.profiles.quick.epochs (file {0}): 0 is outside of the allowed range 1 to 1000")]
    public void Refuses_a_wrong_file_with_path_and_reason(string json, string message) =>
        AssertRefused(string.Format(null, message, _file), ExitCodes.Configuration, () => Load(json));

    [Fact]
    public void Names_the_origin_of_the_wrong_key_and_not_of_one_that_starts_like_it() =>
        AssertRefused(
            "$.training.profile (command line): 'quik' is not defined; known: quick, full, mine. Did you mean quick?",
            ExitCodes.Configuration,
            () => Load("""{ "training": { "profiles": { "mine": {} } } }""", [], "training.profile=quik"));

    [Fact]
    public void An_address_with_TLS_is_one() =>
        Assert.Equal("https://a/", Load("""{ "data": { "downloadUrl": "https://a/" } }""").Options.Data.DownloadUrl);

    [Fact]
    public void Refuses_a_wrong_variable_by_its_name() =>
        AssertRefused(
            "$.training.seed (environment FASHION_MNIST_TRAINING_SEED): -1 is outside of the allowed range 0 to 2147483647",
            ExitCodes.Configuration,
            () => Load("{}", new() { ["FASHION_MNIST_TRAINING_SEED"] = "-1" }));

    [Fact]
    public void Refuses_a_setting_without_a_value() =>
        AssertRefused(
            "--set training.seed: expected path=value, for example training.seed=7", ExitCodes.Usage, () => Load("{}", [], "training.seed"));

    [Fact]
    public void Refuses_an_unknown_setting() =>
        AssertRefused(
            "$.training.sed (command line): unknown key. Did you mean seed?", ExitCodes.Configuration, () => Load("{}", [], "training.sed=1"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{ "training": { "seed": 1, "seed": 2 } }""")]
    public void Refuses_a_file_that_is_not_a_JSON_object(string json)
    {
        var e = Assert.Throws<FashionMnistException>(() => Load(json));

        Assert.StartsWith($"{_file}: not a JSON object", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Refuses_a_missing_file()
    {
        var e = Assert.Throws<FashionMnistException>(() => ConfigurationLoader.Load("no/such.json", new Dictionary<string, string>(), []));

        Assert.Equal("no/such.json: the configuration file is not there", e.Message);
    }

    [Theory]
    [InlineData("training.seed", "FASHION_MNIST_TRAINING_SEED")]
    [InlineData("data.connectTimeoutSeconds", "FASHION_MNIST_DATA_CONNECT_TIMEOUT_SECONDS")]
    public void Variables_are_named_after_the_path(string path, string variable) =>
        Assert.Equal(variable, ConfigurationLoader.VariableFor(path));

    [Theory]
    [InlineData("""{ "deploy": { "environments": { "integration": { "parameters": { "batch.Vcpus": "4" } } } } }""")]
    [InlineData("{}", "deploy.environments.integration.parameters.batch.Vcpus=4")]
    public void A_key_below_a_group_of_plain_values_may_have_dots(string json, params string[] settings) => AssertValue(
        Load(json, [], settings),
        "deploy.environments.integration.parameters.batch.Vcpus",
        "\"4\"",
        settings.Length > 0 ? "command line" : $"file {_file}");

    [Fact]
    public void Such_a_value_is_set_by_its_variable_too() => AssertValue(
        Load(
            """{ "deploy": { "environments": { "integration": { "parameters": { "batch.Vcpus": "4" } } } } }""",
            new() { ["FASHION_MNIST_DEPLOY_ENVIRONMENTS_INTEGRATION_PARAMETERS_BATCH__VCPUS"] = "8" }),
        "deploy.environments.integration.parameters.batch.Vcpus",
        "\"8\"",
        "environment FASHION_MNIST_DEPLOY_ENVIRONMENTS_INTEGRATION_PARAMETERS_BATCH__VCPUS");

    private static void AssertRefused(string message, int exitCode, Func<EffectiveConfiguration> load)
    {
        var e = Assert.Throws<FashionMnistException>(load);
        Assert.Equal((message, exitCode), (e.Message, e.ExitCode));
    }

    private static void AssertValue(EffectiveConfiguration configuration, string path, string value, string origin) =>
        Assert.Equal(new EffectiveValue(path, value, origin), configuration.Values.Single(x => x.Path == path));

    private EffectiveConfiguration Load(string json, Dictionary<string, string>? environment = null, params string[] settings)
    {
        File.WriteAllText(_file, json);
        return ConfigurationLoader.Load(_file, environment ?? [], settings);
    }
}
