using System.Globalization;
using System.Text;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>What people see of a package on MLflow's pages. The registry itself reads none of it.</summary>
internal static class MlflowDescription
{
    /// <summary>One line about a model version.</summary>
    public static string Of(ModelManifest manifest) => string.Create(
        CultureInfo.InvariantCulture,
        $"Accuracy {manifest.Metrics!.Accuracy:P2} on {manifest.Metrics.Images} test images of {manifest.Data.Name}; profile {manifest.Training.Profile}, seed {manifest.Training.Seed}");

    /// <summary>Writes parameters and metrics; the same again where they stand there already.</summary>
    public static async Task LogPackageAsync(this MlflowApi api, string runId, ModelPackage package, CancellationToken cancellationToken)
    {
        var metrics = Metrics(package.Manifest).ToList();
        await api.LogBatchAsync(new LogBatchRequest(runId, metrics, null), cancellationToken);
        await api.LogInputsAsync(new LogInputsRequest(runId, [Dataset(package.Manifest.Data)]), cancellationToken);
        foreach (var batch in Parameters(package.Manifest).Chunk(MlflowNames.ParametersInBatch))
            await api.LogBatchAsync(new LogBatchRequest(runId, null, batch), cancellationToken);
    }

    /// <summary>The dataset, with a digest over the hashes of its files.</summary>
    private static MlflowDatasetInput Dataset(DatasetProvenance data)
    {
        var lines = data.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Value}  {f.Key}\n");
        var digest = ModelPackage.Hash(Encoding.UTF8.GetBytes(string.Concat(lines)))[..MlflowNames.LongestDigest];
        return new([new(MlflowNames.DataContext, "training")], new MlflowDataset(data.Name, digest, data.Synthetic ? "code" : "http", Source(data)));
    }

    /// <summary>As MLflow's own kinds of sources write themselves (mlflow/data/http_dataset_source.py, code_dataset_source.py).</summary>
    private static string Source(DatasetProvenance data) => data.Synthetic
        ? """{"tags":{"mlflow.source.name":"FashionMnist"}}"""
        : """{"url":"https://github.com/zalandoresearch/fashion-mnist"}""";

    private static IEnumerable<MlflowMetric> Metrics(ModelManifest manifest)
    {
        var (metrics, at) = (manifest.Metrics!, manifest.Created.ToUnixTimeMilliseconds());
        yield return new("accuracy", metrics.Accuracy, at, 0);
        yield return new("expected_calibration_error", metrics.ExpectedCalibrationError, at, 0);
        yield return new("latency_milliseconds", metrics.LatencyMilliseconds, at, 0);
        yield return new("test_images", metrics.Images, at, 0);
        yield return new("training_seconds", manifest.Training.DurationSeconds, at, 0);
        foreach (var figures in metrics.Classes)
        {
            yield return new($"precision.{MlflowNames.Key(figures.Name)}", figures.Precision, at, 0);
            yield return new($"recall.{MlflowNames.Key(figures.Name)}", figures.Recall, at, 0);
        }
    }

    private static IEnumerable<MlflowParam> Parameters(ModelManifest manifest)
    {
        var training = manifest.Training;
        var parameters = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["profile"] = training.Profile,
            ["seed"] = training.Seed.ToString(CultureInfo.InvariantCulture),
            ["threads"] = training.Threads.ToString(CultureInfo.InvariantCulture),
            ["fingerprint"] = training.Fingerprint,
            ["compute_type"] = training.ComputeType,
            ["best_epoch"] = training.BestEpoch?.ToString(CultureInfo.InvariantCulture),
            ["dataset"] = manifest.Data.Name,
        };
        foreach (var (name, value) in training.HyperParameters)
            parameters[$"hyper.{MlflowNames.Key(name)}"] = value;
        foreach (var (name, sha256) in manifest.Data.Files)
            parameters[$"data.{MlflowNames.Key(name)}"] = sha256;
        foreach (var (name, version) in manifest.Packages)
            parameters[$"package.{MlflowNames.Key(name)}"] = version;
        return parameters.Where(p => p.Value is { Length: > 0 }).Select(p => new MlflowParam(p.Key, MlflowNames.Fit(p.Value!, MlflowNames.LongestParameter)));
    }
}
