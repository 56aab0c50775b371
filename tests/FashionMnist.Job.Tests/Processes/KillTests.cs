using System.Diagnostics;
using System.Security.Cryptography;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using Xunit.Abstractions;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>kill -9 while images are predicted.</summary>
[Trait(Kills.Category, Kills.Name)]
public sealed class KillTests(ITestOutputHelper log) : IDisposable
{
    private readonly JobScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [SlowFact("kills a job again and again")]
    public async Task Nothing_half_written_is_ever_seen_and_a_rerun_finishes()
    {
        var rounds = Kills.Count(otherwise: 8);
        var random = Kills.Moments();
        new TestImages(2000, seed: 1).WriteIdx(_scene["a"]);
        new TestImages(2000, seed: 2).WriteIdx(_scene["b"]);
        var clock = Stopwatch.StartNew();
        await AssertFinishes("a");
        var duration = clock.Elapsed;
        var whole = new Dictionary<string, byte[]> { ["a"] = await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]) };
        await AssertFinishes("b");
        whole["b"] = await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]);
        Assert.NotEqual(whole["a"], whole["b"]);

        var killed = 0;
        for (var round = 0; round < rounds; round++)
        {
            // The results of the other input are there, so a mixture of old and new would show.
            var input = round % 2 == 0 ? "a" : "b";
            // Every other round aims at the moment of publishing, which is short.
            var outcome = round % 4 < 2 ? await KillAtRandom(input, random.NextDouble() * duration) : await KillWhenPublishing(input);
            killed += outcome.ExitCode == ExitCodes.Ok ? 0 : 1;
            AssertNothingHalfWritten(whole.Values);
            await AssertFinishes(input);
            Assert.Equal(whole[input], await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]));
            Assert.Equal(["_manifest.json", "predictions.csv"], _scene.Results());
        }

        log.WriteLine($"{killed} of {rounds} rounds were killed before they ended");
    }

    private async Task<JobOutcome> KillAtRandom(string input, TimeSpan moment)
    {
        using var job = JobProcess.Start(_scene.Predict(input));
        return await job.KillAfterAsync(moment);
    }

    private async Task<JobOutcome> KillWhenPublishing(string input)
    {
        using var watcher = new FileSystemWatcher(_scene["out"]);
        using var published = new SemaphoreSlim(0);
        watcher.Deleted += (_, _) => published.Release();
        watcher.Renamed += (_, _) => published.Release();
        watcher.EnableRaisingEvents = true;
        using var job = JobProcess.Start(_scene.Predict(input));
        var end = job.EndAsync();
        await Task.WhenAny(published.WaitAsync(), end);
        return await job.KillAsync();
    }

    private async Task AssertFinishes(string input)
    {
        var outcome = await JobProcess.RunAsync(_scene.Predict(input));
        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Error);
    }

    private static bool IsUnderConstruction(string name) =>
        name.StartsWith('.') && name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    private void AssertNothingHalfWritten(IEnumerable<byte[]> whole)
    {
        var visible = _scene.Results().Where(x => !IsUnderConstruction(x)).ToList();
        Assert.All(visible, x => Assert.Contains(x, new[] { "_manifest.json", "predictions.csv" }));
        var predictions = File.ReadAllBytes(_scene["out", "predictions.csv"]);
        Assert.Contains(predictions, whole);
        if (!visible.Contains("_manifest.json"))
            return;

        var output = Assert.Single(PredictionManifest.Parse(File.ReadAllText(_scene["out", "_manifest.json"])).Outputs);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(predictions)), output.Sha256);
    }
}
