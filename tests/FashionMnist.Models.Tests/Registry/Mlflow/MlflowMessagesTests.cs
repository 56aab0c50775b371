using System.Text.Json.Nodes;
using FashionMnist.Models.Registry;
using FashionMnist.Testing;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>What a user reads, on the terminal and on MLflow's pages.</summary>
public sealed class MlflowMessagesTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Publishing_says_what_it_did_with_which_package()
    {
        var registry = _scene.Registry;
        var planned = await registry.PublishAsync(First, new PublishOptions { DryRun = true });
        Assert.Equal($"would publish {planned.Address}", planned.Message);
        Assert.Empty(_scene.Server.Tracking.Versions);
        Assert.Equal($"published {planned.Address}", (await registry.PublishAsync(First)).Message);
        Assert.Equal($"already published, nothing uploaded: {planned.Address}", (await registry.PublishAsync(First)).Message);
        var other = TestPackages.Create(1, m => m with { Created = m.Created.AddDays(1) });
        Assert.Equal($"the same network is already published, its first manifest stays: {planned.Address}", (await registry.PublishAsync(other)).Message);
    }

    [Fact]
    public async Task Promoting_says_what_went_in_and_what_it_replaced()
    {
        var registry = _scene.Registry;
        var first = (await registry.PublishAsync(First)).Address;
        var second = (await registry.PublishAsync(Second)).Address;

        Assert.Equal($"would put into production: {first}", (await registry.PromoteAsync(First.Id, new PromoteOptions { DryRun = true })).Message);
        Assert.Null(_scene.Alias);
        Assert.Equal($"promoted: {first}", (await registry.PromoteAsync(First.Id)).Message);
        Assert.Equal($"promoted: {second} instead of {First.Id[..12]}", (await registry.PromoteAsync(Second.Id)).Message);
        Assert.Equal($"rolled-back: {first} instead of {Second.Id[..12]}", (await registry.RollbackAsync()).Message);
    }

    [Fact]
    public async Task A_first_promotion_without_a_reason_is_told_without_either()
    {
        await _scene.PublishAsync(First);
        await _scene.Registry.PromoteAsync(First.Id);

        Assert.Matches("^promoted by alice at [-0-9: ]+Z$", TagsOf(_scene.Server.Tracking.Versions[0])["fashion_mnist.last_promotion"]);
    }

    [Fact]
    public async Task A_model_of_uncommitted_source_says_so()
    {
        var dirty = TestPackages.Create(1, m => m with { Source = m.Source with { Dirty = true } });
        await _scene.Registry.PublishAsync(dirty, new PublishOptions { AllowDirty = true });

        Assert.Equal("true", TagsOf(_scene.Server.Tracking.Versions[0])["fashion_mnist.git_dirty"]);
    }

    [Fact]
    public async Task The_run_tells_everything_of_training_and_measurement()
    {
        var package = TestPackages.Create(1, m => m with
        {
            Training = m.Training with { ComputeType = "bfloat16", BestEpoch = 3, HyperParameters = new Dictionary<string, string> { ["empty"] = "" } },
            Data = m.Data with { Files = new Dictionary<string, string> { ["images.gz"] = "abc" } },
            Packages = new Dictionary<string, string> { ["TorchSharp"] = "1.2.3" },
        });
        await _scene.PublishAsync(package);

        var run = _scene.RunOf(package);
        Assert.Equal("FashionMnist", TagsOf(run["data"]!)["mlflow.source.name"]);
        var parameters = Pairs(run["data"]!["params"]!);
        Assert.Equal(("bfloat16", "3"), (parameters["compute_type"], parameters["best_epoch"]));
        Assert.Equal(("abc", "1.2.3"), (parameters["data.images.gz"], parameters["package.TorchSharp"]));
        Assert.DoesNotContain("hyper.empty", parameters.Keys);
        var metrics = Pairs(run["data"]!["metrics"]!);
        Assert.Equal(("0.02", "0.1", "1.5"), (metrics["expected_calibration_error"], metrics["latency_milliseconds"], metrics["training_seconds"]));
    }

    private static Dictionary<string, string> TagsOf(JsonNode holder) => Pairs(holder["tags"]!);
}
