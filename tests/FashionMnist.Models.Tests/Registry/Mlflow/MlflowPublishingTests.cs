using System.Globalization;
using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowPublishingTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_run_has_the_packages_parameters_metrics_and_files()
    {
        var package = TestPackages.Create(1, m => m with
        {
            Training = m.Training with { HyperParameters = new Dictionary<string, string> { ["learning rate"] = "0.01", ["note"] = new string('x', 7000) } },
            Metrics = m.Metrics! with { Classes = [new ClassMetrics("T-shirt/top", 0.5, 0.25)] },
        });
        await _scene.PublishAsync(package);

        var run = _scene.RunOf(package);
        Assert.Equal("FINISHED", (string?)run["info"]!["status"]);
        var parameters = Pairs(run["data"]!["params"]!);
        Assert.Equal(("quick", "1", "0.01"), (parameters["profile"], parameters["seed"], parameters["hyper.learning rate"]));
        Assert.Equal((6000, "..."), (parameters["hyper.note"].Length, parameters["hyper.note"][^3..]));
        var metrics = Pairs(run["data"]!["metrics"]!);
        Assert.Equal(package.Manifest.Metrics!.Accuracy, double.Parse(metrics["accuracy"], CultureInfo.InvariantCulture));
        Assert.Equal(("0.5", "0.25"), (metrics["precision.T-shirt_top"], metrics["recall.T-shirt_top"]));
        Assert.Equal(package.OnnxBytes, _scene.Server.Artifacts[_scene.PathOf(package, "model.onnx")]);
        Assert.Equal(package.ManifestBytes, _scene.Server.Artifacts[_scene.PathOf(package, "model.json")]);
    }

    [Fact]
    public async Task The_model_version_names_bytes_commit_and_run()
    {
        await _scene.PublishAsync(First);

        var version = Assert.Single(_scene.Server.Tracking.Versions);
        var tags = Pairs(version["tags"]!);
        Assert.Equal((First.Id, First.ManifestSha256), (tags["fashion_mnist.onnx_sha256"], tags["fashion_mnist.manifest_sha256"]));
        Assert.Equal((new string('a', 40), "false"), (tags["fashion_mnist.git_commit"], tags["fashion_mnist.git_dirty"]));
        Assert.Equal((string?)_scene.RunOf(First)["info"]!["run_id"], (string?)version["run_id"]);
        Assert.Equal($"{_scene.RunOf(First)["info"]!["artifact_uri"]}/model", (string?)version["source"]);
        Assert.Contains("90.10", (string?)version["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_or_missing_file_is_sent_again_and_a_whole_one_is_not()
    {
        await _scene.PublishAsync(First);
        var (onnx, manifest) = (_scene.PathOf(First, "model.onnx"), _scene.PathOf(First, "model.json"));
        _scene.Server.Artifacts[onnx] = [1, 2, 3];
        _scene.Server.Artifacts.Remove(manifest, out _);
        var uploads = _scene.Server.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal));

        var result = await _scene.Registry.PublishAsync(First);
        Assert.Equal(PublishOutcome.AlreadyPublished, result.Outcome);
        Assert.Contains("sent again (2)", result.Message, StringComparison.Ordinal);
        Assert.Equal(First.OnnxBytes, _scene.Server.Artifacts[onnx]);
        Assert.Equal(First.ManifestBytes, _scene.Server.Artifacts[manifest]);
        await _scene.Registry.PublishAsync(First);
        Assert.Equal(uploads + 2, _scene.Server.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_manifest_of_the_same_network_mends_no_damaged_one()
    {
        await _scene.PublishAsync(First);
        _scene.Server.Artifacts[_scene.PathOf(First, "model.json")] = [1, 2, 3];
        await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.PublishAsync(TestPackages.Create(1, m => m with { Created = m.Created.AddDays(1) })));
    }

    [Fact]
    public async Task A_publisher_that_is_stopped_anywhere_is_completed_by_the_next_one()
    {
        for (var step = 1; await StoppedAtAsync(step); step++)
        {
            // Until publishing has fewer requests than that.
        }
    }

    /// <summary>A publisher writes to a run that it found; its maker gives way to a third one, who was first, and deletes it.</summary>
    [Theory]
    [InlineData("POST runs/log-batch")]
    [InlineData("POST runs/update")]
    public async Task A_run_that_another_publisher_gave_up_meanwhile_is_no_failure(string endpoint)
    {
        var bob = _scene.RegistryOf("bob");
        _scene.Server.Before = request =>
        {
            if (request != endpoint)
                return;
            _scene.Server.Before = null;
            _scene.Server.Tracking.Answer("POST runs/delete", new JsonObject { ["run_id"] = (string?)_scene.RunOf(First)["info"]!["run_id"] });
            Assert.Equal(PublishOutcome.Published, bob.PublishAsync(First).GetAwaiter().GetResult().Outcome);
        };

        var outcome = await _scene.Registry.PublishAsync(First);

        Assert.Null(_scene.Server.Before);
        Assert.Equal(PublishOutcome.AlreadyPublished, outcome.Outcome);
        Assert.Single(_scene.Server.Tracking.Versions);
        Assert.Single(await _scene.Registry.HistoryAsync());
    }

    /// <summary>The event is written by whoever comes to it first; the package is published by whoever made the version.</summary>
    [Fact]
    public async Task The_maker_has_published_also_where_a_latecomer_writes_the_event()
    {
        var bob = _scene.RegistryOf("bob");
        _scene.Server.Before = request =>
        {
            if (request != "POST runs/log-parameter")
                return;
            _scene.Server.Before = null;
            Assert.Equal(PublishOutcome.AlreadyPublished, bob.PublishAsync(First).GetAwaiter().GetResult().Outcome);
        };
        Assert.Equal(PublishOutcome.Published, (await _scene.Registry.PublishAsync(First)).Outcome);
        Assert.Single(await _scene.Registry.HistoryAsync());
    }

    [Fact]
    public async Task A_ledger_that_was_left_behind_goes_with_pruning()
    {
        await _scene.PublishAsync(First);
        _scene.Server.Tracking.Answer(
            "POST runs/create",
            new JsonObject { ["experiment_id"] = "1", ["run_name"] = "ledger", ["tags"] = new JsonArray(new JsonObject { ["key"] = "fashion_mnist.ledger_of", ["value"] = MlflowScene.Name }) });
        Assert.Single(_scene.Server.Tracking.Runs, r => (string?)r["info"]!["status"] == "RUNNING");
        await _scene.Registry.PruneAsync([]);
        Assert.All(_scene.Server.Tracking.Runs, r => Assert.Equal("FINISHED", (string?)r["info"]!["status"]));
        Assert.Single(await _scene.Registry.HistoryAsync());
    }

    [Fact]
    public async Task Everything_lies_in_the_workspace_of_the_environment()
    {
        _scene.Server.Workspace = "vision";
        var registry = _scene.RegistryOf("alice", ("MLFLOW_WORKSPACE", "vision"));
        await registry.PublishAsync(First);
        await registry.PromoteAsync(First.Id);
        Assert.Equal(First.Id, (await registry.LoadProductionAsync()).PackageId);
        await ThrowsAsync(ExitCodes.NotFound, () => _scene.Registry.LoadProductionAsync());
    }

    /// <summary>The same fault without a package that somebody published instead stays a failure.</summary>
    [Fact]
    public async Task A_run_that_vanishes_while_nothing_is_published_is_a_failure()
    {
        _scene.Server.Before = request =>
        {
            if (request == "POST runs/log-batch")
                _scene.Server.Tracking.Answer("POST runs/delete", new JsonObject { ["run_id"] = (string?)_scene.RunOf(First)["info"]!["run_id"] });
        };
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => _scene.Registry.PublishAsync(First));
        Assert.Contains("Current state is deleted", error.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Server.Tracking.Versions);
    }

    [Fact]
    public async Task A_model_that_people_registered_before_gets_its_ledger()
    {
        _scene.Server.Tracking.Answer("POST registered-models/create", new JsonObject { ["name"] = MlflowScene.Name });
        await _scene.PublishAsync(First);
        Assert.Equal(RegistryAction.Published, Assert.Single(await _scene.Registry.HistoryAsync()).Action);
    }

    [Fact]
    public async Task A_deleted_experiment_is_named_with_what_to_do()
    {
        await _scene.PublishAsync(First);
        _scene.Server.Tracking.DeleteExperiment(MlflowScene.Name);
        var error = await ThrowsAsync(ExitCodes.Configuration, () => _scene.Registry.PublishAsync(Second));
        Assert.Contains("mlflow experiments restore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_ledger_is_named_with_what_to_do()
    {
        await _scene.PublishAsync(First);
        var ledger = _scene.Server.Tracking.Runs.Single(r => r["data"]!["tags"]!.AsArray().Any(t => (string?)t!["key"] == "fashion_mnist.ledger_of"));
        var id = (string)ledger["info"]!["run_id"]!;
        _scene.Server.Tracking.DeleteRun(id);

        var error = await ThrowsAsync(ExitCodes.NotFound, () => _scene.Registry.PromoteAsync(First.Id));
        Assert.Contains($"mlflow runs restore --run-id {id}", error.Message, StringComparison.Ordinal);
        Assert.Null(_scene.Alias);
    }

    [Theory]
    [InlineData("s3://bucket/mlflow/")]
    [InlineData("/var/lib/mlflow/")]
    [InlineData("mlflow-artifacts://other.example.org:5000/")]
    public async Task Artifacts_that_are_not_behind_the_proxy_are_a_configuration_error_and_nothing_is_registered(string root)
    {
        _scene.Server.Tracking.ArtifactRoot = root;
        var error = await ThrowsAsync(ExitCodes.Configuration, () => _scene.Registry.PublishAsync(First));
        Assert.Contains(root, error.Message, StringComparison.Ordinal);
        Assert.Contains("--serve-artifacts", error.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Server.Tracking.Versions);
    }

    [Fact]
    public async Task The_proxy_may_be_named_with_the_servers_own_address()
    {
        _scene.Server.Tracking.ArtifactRoot = $"mlflow-artifacts://{new Uri(_scene.Server.Endpoint).Authority}/";
        await _scene.PublishAsync(First);
        _scene.Server.Tracking.ArtifactRoot = $"{_scene.Server.Endpoint}/api/2.0/mlflow-artifacts/artifacts/";
        await _scene.PublishAsync(Second);
        Assert.Equal(First.OnnxBytes, (await _scene.Registry.LoadPackageAsync(First.Id)).OnnxBytes);
        Assert.Equal(Second.OnnxBytes, (await _scene.Registry.LoadPackageAsync(Second.Id)).OnnxBytes);
    }

    /// <summary>The request of this number is refused for good, as if the process had ended there; then all is done again.</summary>
    /// <returns>Whether publishing has so many requests.</returns>
    private static async Task<bool> StoppedAtAsync(int step)
    {
        using var scene = new MlflowScene();
        var requests = 0;
        scene.Server.Before = _ =>
        {
            if (Interlocked.Increment(ref requests) == step)
                scene.Server.Trouble("*", new MlflowTrouble.Says(418));
        };
        try
        {
            await scene.Registry.PublishAsync(First);
            return false;
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.InputOutput, e.ExitCode);
        }

        scene.Server.Before = null;
        await scene.RegistryOf("bob").PublishAsync(First);
        Assert.Equal(First.OnnxBytes, (await scene.Registry.LoadPackageAsync(First.Id)).OnnxBytes);
        Assert.Single(scene.Server.Tracking.Versions);
        Assert.Single(await scene.Registry.HistoryAsync());
        Assert.Single(scene.Server.Tracking.Runs, r => r["data"]!["tags"]!.AsArray().Any(t => (string?)t!["value"] == First.Id));
        return true;
    }
}
