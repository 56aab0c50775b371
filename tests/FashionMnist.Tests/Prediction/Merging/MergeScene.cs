using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Merging;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction.Merging;

/// <summary>A run in one process in the folder <c>one</c> and the same run in parts in the folder <c>many</c>.</summary>
internal sealed class MergeScene : IDisposable
{
    public const int Rows = 50;
    private readonly PredictionScene _scene = new();

    public MergeScene(string? runId = null, OutputFormat format = OutputFormat.Csv)
    {
        RunId = runId;
        // Row 10 cannot be used.
        new TestImages(Rows).WriteCsv(_scene["images.csv"], (i, row) => i == 10 ? "garbage" : row);
        Request = _scene.Request("images.csv", "many") with { BatchSize = 8, OnError = ErrorPolicy.Skip, Format = format };
    }

    public string? RunId { get; }

    /// <summary>What each part is asked for, without its identity.</summary>
    public PredictionRequest Request { get; set; }

    public string Folder => RunId is null ? _scene["many"] : _scene["many", RunId];

    public string this[params string[] parts] => _scene[parts];

    public void Dispose() => _scene.Dispose();

    public Task<PredictionResult> SingleAsync() => PredictionScene.RunAsync(Request with { Output = Location.Parse(_scene["one"], "--output") });

    public Task<PredictionResult> PartAsync(int number, int count, PredictionRequest? request = null) =>
        PredictionScene.RunAsync((request ?? Request) with { Identity = new RunIdentity(RunId, new Shard(number, count)) });

    public async Task PartsAsync(int count)
    {
        for (var number = 1; number <= count; number++)
            await PartAsync(number, count);
    }

    /// <summary>Merges.</summary>
    /// <param name="shards">Number of parts.</param>
    /// <param name="meanwhile">Happens when the first part is joined and nothing is published yet.</param>
    /// <param name="maximumRejects">Share of rows that may have been set aside.</param>
    public Task<MergeResult> MergeAsync(int shards, Func<Task>? meanwhile = null, double maximumRejects = 1)
    {
        var request = new MergeRequest { Output = Request.Output, Shards = shards, RunId = RunId, Partition = Request.Partition, MaximumRejects = maximumRejects };
        return new MergeRun(request, TimeProvider.System).RunAsync(
            _ =>
            {
                var once = Interlocked.Exchange(ref meanwhile, null);
                if (once is not null)
                    Task.Run(once).GetAwaiter().GetResult();
            },
            CancellationToken.None);
    }

    public Task<FashionMnistException> RefusedAsync(int shards) => Assert.ThrowsAsync<FashionMnistException>(() => MergeAsync(shards));

    /// <summary>Asserts a refusal with its exit code that leaves every file as it was.</summary>
    public async Task<string> AssertRefusedAsync(int exitCode, int shards)
    {
        var before = Files();
        var refusal = await RefusedAsync(shards);
        Assert.True(exitCode == refusal.ExitCode, refusal.Message);
        Assert.Equal(before, Files());
        return refusal.Message;
    }

    public string[] Names() => [.. Directory.GetFiles(Folder).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)];

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private Dictionary<string, string> Files() => Directory.Exists(Folder)
        ? Names().ToDictionary(x => x, x => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Read(x))))
        : [];
}
