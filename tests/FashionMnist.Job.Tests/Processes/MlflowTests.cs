using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>The job takes its model from the simulated MLflow server, with the same proof as from a folder.</summary>
public sealed class MlflowTests : IDisposable
{
    private const string Name = "tiny";
    private const string Token = "a-token-nobody-sees";
    private readonly JobScene _scene = new();
    private readonly SimulatedMlflow _server = new();
    private readonly TestImages _images = new(300);

    public void Dispose()
    {
        _server.Dispose();
        _scene.Dispose();
        Assert.Empty(_server.Problems);
    }

    [Fact]
    public async Task Publish_promote_predict_tamper_and_roll_back_end_as_with_a_folder()
    {
        _images.WriteIdx(_scene["images.gz"]);
        var (first, second) = (await PackageAsync(1), await PackageAsync(2));
        var registry = ModelRegistries.Open(_server.Store, Name);
        await registry.PublishAsync(first);
        await registry.PublishAsync(second);
        await registry.PromoteAsync(first.Id);
        await registry.PromoteAsync(second.Id);

        var (expectedFirst, expectedSecond) = (await PredictedAsync(_scene["package-1"]), await PredictedAsync(_scene["package-2"]));
        Assert.NotEqual(expectedFirst, expectedSecond);
        Assert.Equal(expectedSecond, await PredictedAsync(_server.Store));
        var manifest = PredictionManifest.Parse(await File.ReadAllTextAsync(_scene["out", "_manifest.json"]));
        Assert.Equal((second.Id, $"{_server.Store}/models/{Name}/{second.Id}"), (manifest.Model.PackageId, manifest.Model.Address));
        Assert.Equal(expectedFirst, await PredictedAsync($"{_server.Store}/models/{Name}/1"));
        Assert.Equal(expectedSecond, await PredictedAsync(manifest.Model.Address));

        var onnx = Assert.Single(_server.Artifacts, a => a.Value.AsSpan().SequenceEqual(second.OnnxBytes));
        _server.Artifacts[onnx.Key] = [.. onnx.Value[..^1], (byte)(onnx.Value[^1] ^ 1)];
        Directory.Delete(_scene["out"], recursive: true);
        var tampered = await PredictAsync(_server.Store);
        Assert.Equal(ExitCodes.Integrity, tampered.ExitCode);
        Assert.Matches("expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", tampered.ErrorLine);
        Assert.Empty(_scene.Results());

        await registry.RollbackAsync();
        Assert.Equal(expectedFirst, await PredictedAsync(_server.Store));
    }

    [Fact]
    public async Task What_goes_wrong_has_the_exit_code_of_any_store_and_one_line_without_the_token()
    {
        _images.WriteIdx(_scene["images.gz"]);
        Assert.Equal(ExitCodes.NotFound, (await PredictAsync(_server.Store)).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await PredictAsync("mlflow:nowhere")).ExitCode);
        _server.Authorization = "Bearer another";
        var denied = await PredictAsync(_server.Store);
        Assert.Equal(ExitCodes.AccessDenied, denied.ExitCode);
        Assert.Contains("MLFLOW_TRACKING_TOKEN", denied.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, denied.Output + denied.Error, StringComparison.Ordinal);

        _server.Authorization = $"Bearer {Token}";
        Assert.Equal(ExitCodes.NotFound, (await PredictAsync(_server.Store)).ExitCode);
        Assert.Empty(_scene.Results());
    }

    private async Task<ModelPackage> PackageAsync(int seed)
    {
        TinyPackage.Write(_scene[$"package-{seed}"], TinyOnnx.Create(seed), m => m with { Metrics = new ModelMetrics(0.9, 0.02, 0.1, 10, [], []) });
        return await ModelPackage.LoadAsync(_scene[$"package-{seed}"]);
    }

    private async Task<byte[]> PredictedAsync(string model)
    {
        var outcome = await PredictAsync(model);
        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Error);
        return await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]);
    }

    private async Task<JobOutcome> PredictAsync(string model)
    {
        string[] arguments = [.. _scene.Predict("images.gz", "--model-name", Name).Select(x => x == _scene["model"] ? model : x)];
        using var job = JobProcess.Start(new Dictionary<string, string> { ["MLFLOW_TRACKING_TOKEN"] = Token }, arguments);
        return await job.EndAsync();
    }
}
