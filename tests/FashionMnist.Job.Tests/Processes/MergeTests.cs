using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Processes;

public sealed class MergeTests : IDisposable
{
    private const int Rows = 500;

    private readonly JobScene _scene = new();

    public MergeTests() => new TestImages(Rows).WriteIdx(_scene["images"]);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Children_of_an_array_job_and_a_merge_give_the_bytes_of_one_process()
    {
        await EndsAsync(ExitCodes.Ok, _scene.Predict("images", "--batch-size", "64"));
        var single = await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]);
        for (var i = 0; i < 3; i++)
        {
            using var job = JobProcess.Start(
                new Dictionary<string, string>
                {
                    ["AWS_BATCH_JOB_ID"] = $"array:{i}",
                    ["AWS_BATCH_JOB_ARRAY_INDEX"] = $"{i}",
                    ["AWS_BATCH_JOB_ARRAY_SIZE"] = "3",
                },
                _scene.Predict("images", "--batch-size", "64"));
            Assert.Equal(ExitCodes.Ok, (await job.EndAsync()).ExitCode);
        }

        // The merge is a job of its own, whose id is not that of the run.
        using var merge = JobProcess.Start(new Dictionary<string, string> { ["AWS_BATCH_JOB_ID"] = "merge" }, Merge("--shards", "3", "--run-id", "array"));
        var outcome = await merge.EndAsync();

        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Error);
        Assert.Contains($"3 shards merged: {Rows} images", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(single, await File.ReadAllBytesAsync(_scene["out", "array", "predictions.csv"]));
    }

    [Fact]
    public async Task Failures_are_one_line_and_the_documented_exit_code()
    {
        var outcome = await EndsAsync(ExitCodes.NotFound, Merge("--shards", "3"));
        Assert.Contains("no manifest of any of the 3 parts", outcome.ErrorLine, StringComparison.Ordinal);

        outcome = await EndsAsync(ExitCodes.Usage, Merge("--shards", "0"));
        Assert.Contains("--shards 0: allowed 1 to 10000", outcome.ErrorLine, StringComparison.Ordinal);
        await EndsAsync(ExitCodes.Usage, Merge("--shards", "2", "--run-id", "a/b"));
        await EndsAsync(ExitCodes.Usage, Merge("--shards", "2", "--partition", "x"));
        await EndsAsync(ExitCodes.Usage, Merge("--shards", "2", "--format", "xml"));
        await EndsAsync(ExitCodes.Usage, Merge());
    }

    [Fact]
    public async Task What_was_removed_is_named()
    {
        foreach (var part in new[] { "1/1", "1/2", "2/2" })
            await EndsAsync(ExitCodes.Ok, _scene.Predict("images", "--run-id", "r", "--shard", part));

        var outcome = await EndsAsync(ExitCodes.Ok, Merge("--shards", "2", "--run-id", "r"));

        Assert.Contains("_manifest-00001-of-00001.json, predictions-00001-of-00001.csv", outcome.Error, StringComparison.Ordinal);
    }

    [SlowFact("kills a merge again and again")]
    [Trait(Kills.Category, Kills.Name)]
    public async Task A_merge_killed_at_any_moment_is_finished_by_the_next()
    {
        var random = Kills.Moments();
        await EndsAsync(ExitCodes.Ok, _scene.Predict("images", "--run-id", "r", "--batch-size", "8"));
        var single = await File.ReadAllBytesAsync(_scene["out", "r", "predictions.csv"]);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await ShardsAsync();
        File.Delete(_scene["out", "r", "predictions.csv"]);
        clock.Restart();
        await EndsAsync(ExitCodes.Ok, Merge("--shards", "4", "--run-id", "r"));
        var duration = clock.Elapsed;

        for (var round = 0; round < Kills.Count(otherwise: 6); round++)
        {
            await ShardsAsync();
            // Otherwise the joined file of the last round would stand for the parts.
            File.Delete(_scene["out", "r", "predictions.csv"]);
            using (var merge = JobProcess.Start(Merge("--shards", "4", "--run-id", "r")))
                await merge.KillAfterAsync(random.NextDouble() * duration);
            if (File.Exists(_scene["out", "r", "_manifest.json"]))
                Assert.Equal(single, await File.ReadAllBytesAsync(_scene["out", "r", "predictions.csv"]));

            await EndsAsync(ExitCodes.Ok, Merge("--shards", "4", "--run-id", "r"));

            Assert.Equal(single, await File.ReadAllBytesAsync(_scene["out", "r", "predictions.csv"]));
            Assert.Equal(6, Directory.GetFiles(_scene["out", "r"]).Length);
        }
    }

    private async Task ShardsAsync()
    {
        for (var i = 1; i <= 4; i++)
            await EndsAsync(ExitCodes.Ok, _scene.Predict("images", "--run-id", "r", "--batch-size", "8", "--shard", $"{i}/4"));
    }

    private string[] Merge(params string[] more) => ["merge", "--output", _scene["out"], "--log-format", "text", .. more];

    private static async Task<JobOutcome> EndsAsync(int exitCode, string[] arguments)
    {
        var outcome = await JobProcess.RunAsync(arguments);
        Assert.True(outcome.ExitCode == exitCode, outcome.Error);
        return outcome;
    }
}
