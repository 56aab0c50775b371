using FashionMnist.Models;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>The targets with the simulated MLflow server as store. It is shared, so it takes models of the real dataset only.</summary>
[Collection(CleanClone.Collection)]
public sealed class MlflowTests(CleanClone clone)
{
    private const string Token = "a-token-nobody-sees";

    private static readonly string[] Small =
        ["--set", "training.profiles.quick.epochs=1", "training.profiles.quick.width=8", "gate.minimumAccuracy=0.5", "gate.maximumRegression=0.5"];

    private readonly string? _data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");

    [EndToEndFact(needsRealData: true)]
    public void Publish_promote_predict_tamper_and_roll_back_end_as_with_a_folder()
    {
        using var server = new SimulatedMlflow { Authorization = $"Bearer {Token}" };
        using var folder = new TemporaryFolder();
        Build(folder["store"], "Predict").EndsWith(0);
        var expected = Predictions();

        Build(server.Store, "PublishModel", "--dry-run").EndsWith(0).Says("would publish");
        Assert.Empty(server.Tracking.Snapshot());
        Build(server.Store, "PublishModel").EndsWith(0).Says("published mlflow:");
        Build(server.Store, "PublishModel").EndsWith(0).Says("already published");
        Build(server.Store, "Promote", "--reason", "first").EndsWith(0);
        Build(server.Store, "Predict").EndsWith(0).Says("nothing to train");
        Assert.Equal(expected, Predictions());

        Build(server.Store, "PublishModel", "--seed", "2").EndsWith(0);
        Build(server.Store, "Promote", "--seed", "2", "--reason", "second").EndsWith(0);
        Build(server.Store, "Predict").EndsWith(0);
        Assert.NotEqual(expected, Predictions());

        foreach (var (path, bytes) in server.Artifacts.Where(a => a.Key.EndsWith("model.onnx", StringComparison.Ordinal)))
            server.Artifacts[path] = [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];
        Build(server.Store, "Predict").EndsWith(ExitCodes.Integrity).Says("expected SHA-256");
        foreach (var (path, bytes) in server.Artifacts.Where(a => a.Key.EndsWith("model.onnx", StringComparison.Ordinal)))
            server.Artifacts[path] = [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

        Build(server.Store, "Rollback", "--reason", "regret").EndsWith(0).Says("rolled-back:");
        Build(server.Store, "Predict").EndsWith(0);
        Assert.Equal(expected, Predictions());
        Build(server.Store, "History").EndsWith(0).Says("RolledBack").Says("\"regret\"").Says("\"second\"").Says("Published");
        Assert.Empty(server.Problems);
    }

    private byte[] Predictions() => File.ReadAllBytes(Path.Combine(clone.Root, "artifacts/predictions/predictions.csv"));

    // The clone is everybody's, so it holds files of other tests, which a shared store takes for uncommitted changes.
    private BuildRun Build(string store, params string[] arguments)
    {
        var run = clone.Build(new Dictionary<string, string> { ["MLFLOW_TRACKING_TOKEN"] = Token }, _data, [.. arguments, "--model-store", store, "--allow-dirty", .. Small]);
        Assert.DoesNotContain(Token, run.Output, StringComparison.Ordinal);
        return run;
    }
}
