using System.Text.Json;
using FashionMnist.Integration.Tests.Storage;
using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Airflow;

/// <summary>The DAG, in the stub of Airflow, with the real job on a real S3 server: from images in a bucket to the commit marker in a bucket.</summary>
public sealed class RealRunTests : IDisposable
{
    private const int Rows = 700;
    private const string Run = "20261124T030000Z";

    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [RealRunFact]
    public async Task An_array_job_ends_in_the_bytes_of_a_single_process_and_a_rerun_overwrites_it()
    {
        await using var bucket = await TestBucket.CreateAsync();
        foreach (var rowsPerShard in new[] { 256, 64 })
        {
            var states = await RunAsync(bucket, rowsPerShard);
            Assert.All(states, x => Assert.Equal("success", x.Value));
            Assert.Equal(await SingleAsync(bucket), await DownloadAsync(bucket, "predictions.csv"));
        }

        Assert.Equal(Rows, (await ManifestAsync(bucket, "_manifest.json")).Counts.Predicted);
        Assert.Equal(
            ["_manifest-00001-of-00003.json", "_manifest-00002-of-00003.json", "_manifest-00003-of-00003.json", "_manifest.json", "predictions.csv"],
            await ResultsAsync(bucket));
    }

    [RealRunFact]
    public async Task A_small_input_is_predicted_by_one_job()
    {
        await using var bucket = await TestBucket.CreateAsync();
        var states = await RunAsync(bucket, rowsPerShard: Rows);

        Assert.Equal("skipped", states["merge"]);
        Assert.All(states.Where(x => x.Key != "merge"), x => Assert.Equal("success", x.Value));
        Assert.Equal(await SingleAsync(bucket), await DownloadAsync(bucket, "predictions.csv"));
        Assert.Null((await ManifestAsync(bucket, "_manifest.json")).Shard);
    }

    private async Task<Dictionary<string, string>> RunAsync(TestBucket bucket, int rowsPerShard)
    {
        using var store = bucket.OpenStore();
        await TinyStore.FillAsync(store, _scene["package"]);
        using (var images = File.OpenRead(new TestImages(Rows).WriteIdx(_scene["images.gz"])))
            await new S3Files(bucket.Client).WriteAsync(new S3Address(bucket.Name, "in/2026-11-24/images.gz"), images);
        var settings = JsonSerializer.Serialize(new
        {
            environment = "integration",
            model_store = $"{store.Address}",
            model_name = TinyStore.ModelName,
            input = $"s3://{bucket.Name}/in/{{date}}/images.gz",
            output = $"s3://{bucket.Name}/out",
            batch_size = 64,
            threads = 1,
            rows_per_shard = rowsPerShard,
        });
        var (problems, output) = await Python.RunAsync(Installed.Python, "real_run.py", JobProcess.Program, settings);
        Assert.Equal("", problems);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;
    }

    /// <summary>What one process makes of the same images with the same package.</summary>
    private async Task<byte[]> SingleAsync(TestBucket bucket)
    {
        var manifest = await ManifestAsync(bucket, "_manifest.json");
        var outcome = await JobProcess.RunAsync(
            "predict", "--model", manifest.Model.Address, "--input", _scene["images.gz"], "--output", _scene["single"], "--batch-size", "64", "--threads", "1");
        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        return await File.ReadAllBytesAsync(_scene["single", "predictions.csv"]);
    }

    private static async Task<List<string>> ResultsAsync(TestBucket bucket)
    {
        var names = new List<string>();
        await foreach (var file in new S3Files(bucket.Client).ListAsync(new S3Address(bucket.Name, $"out/{Run}/"), CancellationToken.None))
            names.Add(file.Location.Key[(file.Location.Key.LastIndexOf('/') + 1)..]);
        return names;
    }

    private static async Task<PredictionManifest> ManifestAsync(TestBucket bucket, string name) =>
        PredictionManifest.Parse(System.Text.Encoding.UTF8.GetString(await DownloadAsync(bucket, name)));

    private static async Task<byte[]> DownloadAsync(TestBucket bucket, string name)
    {
        using var response = await bucket.Client.GetObjectAsync(bucket.Name, $"out/{Run}/{name}");
        using var bytes = new MemoryStream();
        await response.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}

/// <summary>Needs an S3 server, and what Debian packages for the Python of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealRunFactAttribute : FactAttribute
{
    public RealRunFactAttribute() => Skip = S3TestEndpoint.WhySkipped ?? Python.WhySkipped;
}
