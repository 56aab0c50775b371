using System.Text;
using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Testing;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>What lets MLflow's own tools and pages make something of a package.</summary>
public sealed class MlflowFlavoursTests : IDisposable
{
    private static readonly string[] Names = ["MLmodel", "input_example.json", "python_env.yaml", "requirements.txt"];
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_files_that_mlflow_loads_a_model_by_lie_beside_it_byte_for_byte()
    {
        await _scene.PublishAsync(First);

        Assert.Equal(
            $$$"""
            flavors:
              onnx:
                code: null
                data: model.onnx
                onnx_version: 1.15.0
                providers:
                - CPUExecutionProvider
              python_function:
                data: model.onnx
                env:
                  virtualenv: python_env.yaml
                loader_module: mlflow.onnx
                python_version: 3.11.9
            mlflow_version: 2.9.2
            model_uuid: {{{First.Id[..32]}}}
            saved_input_example_info:
              artifact_path: input_example.json
              format: tf-serving
              type: ndarray
            signature:
              inputs: '[{"type":"tensor","tensor-spec":{"dtype":"uint8","shape":[-1,28,28]}}]'
              outputs: '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,10]}}]'
              params: null
            utc_time_created: '2026-01-02 03:04:05.000000'

            """.ReplaceLineEndings("\n"),
            TextOf("MLmodel"));
        Assert.Equal("mlflow>=2.9\nnumpy\nonnx>=1.15\nonnxruntime>=1.17\n", TextOf("requirements.txt"));
        Assert.Equal(
            "python: 3.11.9\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n", TextOf("python_env.yaml"));
        var images = JsonNode.Parse(TextOf("input_example.json"))!["inputs"]!.AsArray();
        Assert.Equal((1, 28), (images.Count, images[0]!.AsArray().Count));
        Assert.All(images[0]!.AsArray(), row => Assert.All(row!.AsArray(), pixel => Assert.InRange((int)pixel!, 0, 255)));
        Assert.All(images[0]!.AsArray(), row => Assert.Equal(28, row!.AsArray().Count));
    }

    [Fact]
    public async Task The_versions_tags_hold_the_hash_of_each_of_them()
    {
        await _scene.PublishAsync(First);
        var tags = Pairs(Assert.Single(_scene.Server.Tracking.Versions)["tags"]!);
        Assert.All(Names, name => Assert.Equal(ModelPackage.Hash(_scene.Server.Artifacts[_scene.PathOf(First, name)]), tags[$"fashion_mnist.sha256.{name}"]));
    }

    [Fact]
    public async Task One_that_was_changed_is_not_promoted_and_publishing_again_mends_it()
    {
        foreach (var name in Names)
        {
            using var scene = new MlflowScene();
            await scene.PublishAsync(First);
            scene.Server.Artifacts[scene.PathOf(First, name)] = [1];
            var error = await ThrowsAsync(ExitCodes.Integrity, () => scene.Registry.PromoteAsync(First.Id));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);

            await scene.PublishAsync(First);
            Assert.True((await scene.Registry.PromoteAsync(First.Id)).Changed);
        }
    }

    /// <summary>Versions from before there were such files.</summary>
    [Fact]
    public async Task A_version_without_them_is_promoted_and_read_and_gets_none_afterwards()
    {
        await _scene.PublishAsync(First);
        foreach (var name in Names)
        {
            _scene.Server.Artifacts.Remove(_scene.PathOf(First, name), out _);
            _scene.Server.Tracking.DeleteVersionTag("1", $"fashion_mnist.sha256.{name}");
        }

        await _scene.PublishAsync(First);
        await _scene.Registry.PromoteAsync(First.Id);
        Assert.Equal(First.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
        Assert.Equal(2, _scene.Server.Artifacts.Count);
    }

    [Fact]
    public async Task The_run_lasts_as_long_as_the_training_and_names_its_dataset()
    {
        var package = TestPackages.Create(1, m => m with { Data = m.Data with { Files = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } } });
        _scene.Time.Advance(TimeSpan.FromDays(3));
        await _scene.PublishAsync(package);

        var run = _scene.RunOf(package);
        var ended = package.Manifest.Created.ToUnixTimeMilliseconds();
        Assert.Equal((ended - 1500, ended), ((long)run["info"]!["start_time"]!, (long)run["info"]!["end_time"]!));
        Assert.StartsWith("Accuracy 90.10", Pairs(run["data"]!["tags"]!)["mlflow.note.content"], StringComparison.Ordinal);
        var input = Assert.Single(run["inputs"]!["dataset_inputs"]!.AsArray())!;
        Assert.Equal("training", Pairs(input["tags"]!)["mlflow.data.context"]);
        Assert.Equal(ModelPackage.Hash("1  a\n2  b\n"u8)[..36], (string?)input["dataset"]!["digest"]);
        Assert.Equal(("fashion-mnist", "http"), ((string?)input["dataset"]!["name"], (string?)input["dataset"]!["source_type"]));
    }

    /// <summary>The run's own times are those of a training that may have been long ago.</summary>
    [Fact]
    public async Task A_package_that_was_trained_long_ago_and_is_being_published_now_is_not_pruned()
    {
        _scene.Time.Advance(TimeSpan.FromDays(3));
        _scene.Server.Trouble("POST model-versions/create", new FashionMnist.Testing.Mlflow.MlflowTrouble.Says(418));
        await ThrowsAsync(ExitCodes.InputOutput, () => _scene.Registry.PublishAsync(First));
        Assert.Empty(await _scene.Registry.PlanPruneAsync(TimeSpan.FromDays(1)));
        _scene.Time.Advance(TimeSpan.FromDays(2));
        Assert.Single(await _scene.Registry.PlanPruneAsync(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task The_experiment_opens_in_the_view_of_models()
    {
        await _scene.PublishAsync(First);
        var experiment = Assert.Single(_scene.Server.Tracking.Snapshot(), l => l.StartsWith("experiment ", StringComparison.Ordinal));
        Assert.Contains("""{"key":"mlflow.experimentKind","value":"custom_model_development"}""", experiment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_lie_with_the_run_and_not_in_the_package()
    {
        await _scene.Registry.PublishAsync(First, new PublishOptions { Attachments = new Dictionary<string, byte[]> { ["report.html"] = [1, 2] } });
        var run = _scene.RunOf(First)["info"]!;
        Assert.Equal([1, 2], _scene.Server.Artifacts[$"{run["experiment_id"]}/{run["run_id"]}/artifacts/report.html"]);
    }

    private string TextOf(string name) => Encoding.UTF8.GetString(_scene.Server.Artifacts[_scene.PathOf(First, name)]);
}
