using FashionMnist.Models.Configuration;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

public sealed class ConfigurationPushTests
{
    private const string Path = "/fashion-mnist/test";

    [Fact]
    public void Values_that_somebody_set_are_added_as_text()
    {
        var push = Plan(["training.seed=7", "store.modelName=mine", "gate.minimumAccuracy=0.5", "data.allowSynthetic=false"]);

        Assert.Equal(
            [
                $"+ {Path}/data/allowSynthetic = false", $"+ {Path}/training/seed = 7", $"+ {Path}/gate/minimumAccuracy = 0.5",
                $"+ {Path}/store/modelName = mine",
            ],
            push.Lines);
        Assert.Equal("4 to add, 0 to change, 0 the same, 0 left alone", push.Summary);
    }

    [Fact]
    public void Defaults_values_of_none_and_the_path_itself_are_not_pushed() =>
        Assert.Empty(Plan(["data.directory=", "ssm.path=/x"]).Lines);

    [Fact]
    public void Values_that_belong_to_one_machine_are_shown_and_not_pushed()
    {
        var push = Plan(["store.environment=local", "store.environments.local.modelStore=/home/me/store", "store.modelName=mine"]);

        Assert.Equal([new SsmParameter($"{Path}/store/modelName", "mine", false)], Written(push));
        Assert.Contains("  store.environments.local.modelStore = \"/home/me/store\"   (belongs to one machine: not pushed)", push.Lines);
        Assert.Empty(Plan(["store.environment=local"]).Added);
        Assert.Single(Plan(["store.environment=integration", "store.environments.integration.modelStore=s3://b"]).Added, x => x.Name == $"{Path}/store/environment");
    }

    [Fact]
    public void Changed_parameters_show_both_values_and_others_are_left_alone()
    {
        var push = Plan(["training.seed=7"], new($"{Path}/training/seed", "1", false), new($"{Path}/training/threads", "2", false));

        Assert.Equal([$"~ {Path}/training/seed = 1 -> 7", $"? {Path}/training/threads = 2   (not in the configuration: left alone)"], push.Lines);
        Assert.Equal([new SsmParameter($"{Path}/training/seed", "7", false)], Written(push));
    }

    [Fact]
    public void The_same_number_written_otherwise_is_the_same() =>
        Assert.Equal(1, Plan(["gate.minimumAccuracy=0.91"], new SsmParameter($"{Path}/gate/minimumAccuracy", "0.910", false)).Same);

    [Fact]
    public void Text_that_looks_like_a_number_stays_text() =>
        Assert.Equal(1, Plan(["store.modelName=7"], new SsmParameter($"{Path}/store/modelName", "7", false)).Same);

    [Fact]
    public void No_line_shows_a_secret_and_a_secret_stays_one()
    {
        var push = Plan(
            ["training.seed=7"], new($"{Path}/training/seed", "123456", true), new($"{Path}/training/threads", "654321", true));

        Assert.Equal(
            [$"~ {Path}/training/seed = (secret) -> (secret)", $"? {Path}/training/threads = (secret)   (not in the configuration: left alone)"],
            push.Lines);
        Assert.Equal([new SsmParameter($"{Path}/training/seed", "7", true)], Written(push));
    }

    [Fact]
    public void After_a_push_there_is_nothing_to_push()
    {
        string[] settings = ["training.seed=7", "store.modelName=mine", "data.allowSynthetic=false", "training.profiles.other.learningRate=0.1"];

        var second = Plan(settings, [.. Written(Plan(settings))]);

        Assert.Equal((0, 4), (second.Count, second.Same));
    }

    [Theory]
    [InlineData("training.profiles.my profile.epochs")]
    [InlineData("training.profiles.ä.epochs")]
    public void Refuses_a_name_that_no_parameter_can_have(string path)
    {
        var e = Assert.Throws<FashionMnistException>(() => Plan([$"{path}=3"]));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.StartsWith($"$.{path}: this cannot be the name of a parameter", e.Message, StringComparison.Ordinal);
    }

    private static ConfigurationPush Plan(string[] settings, params SsmParameter[] present) =>
        ConfigurationPush.Plan(Path, ConfigurationLoader.Load(null, new Dictionary<string, string>(), settings, new Sink()), present);

    private static List<SsmParameter> Written(ConfigurationPush push)
    {
        var sink = new Sink();
        var told = new List<SsmParameter>();
        push.Apply(sink, told.Add);
        Assert.Equal(sink.Written, told);
        return sink.Written;
    }

    private sealed class Sink : IParameterStore
    {
        public List<SsmParameter> Written { get; } = [];

        public IReadOnlyList<SsmParameter> Read(string path) => [];

        public void Write(SsmParameter parameter) => Written.Add(parameter);
    }
}
