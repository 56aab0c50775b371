using System.Security.Cryptography;
using FashionMnist.Build.Images;
using FashionMnist.Models;

namespace FashionMnist.Build.Rehearsal;

/// <summary>Array jobs and what happens to them: parts that are killed or run twice, inputs that change, more parts than work.</summary>
/// <param name="job">Runs the job.</param>
/// <param name="bucket">Has input and results.</param>
internal sealed class ArrayRehearsal(RehearsedJob job, RehearsalBucket bucket)
{
    private const string Single = "single";
    private const string InputKey = "input/images.idx.gz";
    private const string ChangingKey = "input/changing.idx";
    private const string FewKey = "input/few.idx";
    private const string Marker = "_manifest.json";

    /// <summary>Containers at the same time: more would only wait for the processors.</summary>
    private static readonly int Width = 2 * Environment.ProcessorCount;

    private string _expected = "";
    private int _bytes;

    /// <summary>Predicts an input in one process; all runs of <see cref="RunAsync"/> are held against it.</summary>
    public async Task<string> SingleAsync(byte[] images, CancellationToken cancellationToken)
    {
        _bytes = images.Length;
        await bucket.UploadAsync(images, InputKey, cancellationToken);
        _expected = await SingleAsync(Single, InputKey, cancellationToken);
        return _expected;
    }

    /// <summary>Predicts the same input in parts, one of which is killed in the middle and retried, and another one run twice at the same time.</summary>
    public async Task<string> RunAsync(int shards, CancellationToken cancellationToken)
    {
        var run = RunOf(shards);
        var (twice, killed) = (new RehearsedShard(1, shards), new RehearsedShard((shards / 2) + 1, shards));
        await InPartsAsync(
            shards,
            async (shard, stop) =>
            {
                if (shard == killed)
                    await job.KillAsync(run, InputKey, _bytes, shard, stop);
                var attempts = Enumerable.Range(0, shard == twice ? 2 : 1);
                await Task.WhenAll(attempts.Select(_ => job.PredictAsync(run, InputKey, shard, stop)));
            },
            cancellationToken);
        return $"shard {killed.Number} killed in the middle and retried, shard {twice.Number} run twice at the same time";
    }

    /// <summary>Merges the parts, and again, and holds the result against the single process.</summary>
    public async Task<string> MergeAsync(int shards, CancellationToken cancellationToken)
    {
        await MergedAsync(RunOf(shards), shards, cancellationToken);
        await RequireSameAsync(RunOf(shards), shards, _expected, cancellationToken);
        await MergedAsync(RunOf(shards), shards, cancellationToken);
        return $"the same bytes as the single process: {await RequireSameAsync(RunOf(shards), shards, _expected, cancellationToken)}";
    }

    /// <summary>An input that changes between two parts is noticed; when all parts run again, they fit.</summary>
    public async Task<string> ChangeInputAsync(byte[] images, CancellationToken cancellationToken)
    {
        const string run = "changing";
        const int shards = 2;
        await bucket.UploadAsync(images, ChangingKey, cancellationToken);
        await job.PredictAsync(run, ChangingKey, new RehearsedShard(1, shards), cancellationToken);
        await bucket.UploadAsync([.. images[..^1], (byte)~images[^1]], ChangingKey, cancellationToken);
        await job.PredictAsync(run, ChangingKey, new RehearsedShard(2, shards), cancellationToken);

        var outcome = await job.MergeAsync(run, shards, cancellationToken);
        var marked = (await bucket.ListAsync(RehearsedJob.FolderOf(run), cancellationToken)).Contains(Marker);
        if (outcome.ExitCode != ExitCodes.BadInput)
            JobContainer.RequireSuccess("merge", outcome);
        if (outcome.ExitCode != ExitCodes.BadInput || !outcome.Error.Contains("changed during the run", StringComparison.Ordinal) || marked)
        {
            throw new FashionMnistException(
                ExitCodes.Integrity, $"The input was changed between two shards, and merge ended with exit code {outcome.ExitCode}: {outcome.LastLine}");
        }

        await InPartsAsync(shards, (shard, stop) => job.PredictAsync(run, ChangingKey, shard, stop), cancellationToken);
        await MergedAsync(run, shards, cancellationToken);
        return "noticed by the merge, which wrote no result; run again, the parts fit";
    }

    /// <summary>More parts than images: most are empty, and the whole is still what a single process writes.</summary>
    public async Task<string> MoreShardsThanImagesAsync(byte[] images, CancellationToken cancellationToken)
    {
        const string run = "few";
        const int shards = 5;
        await bucket.UploadAsync(images, FewKey, cancellationToken);
        var expected = await SingleAsync($"{run}-{Single}", FewKey, cancellationToken);
        await InPartsAsync(shards, (shard, stop) => job.PredictAsync(run, FewKey, shard, stop), cancellationToken);
        await MergedAsync(run, shards, cancellationToken);
        return $"{shards} shards, most of them empty; the same bytes: {await RequireSameAsync(run, shards, expected, cancellationToken)}";
    }

    private static string RunOf(int shards) => $"shards-{shards}";

    private static Task InPartsAsync(int shards, Func<RehearsedShard, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(1, shards),
        new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
        async (number, stop) => await work(new RehearsedShard(number, shards), stop));

    private async Task<string> SingleAsync(string run, string input, CancellationToken cancellationToken)
    {
        await job.PredictAsync(run, input, cancellationToken);
        return await HashAsync(run, cancellationToken);
    }

    private async Task MergedAsync(string run, int shards, CancellationToken cancellationToken) =>
        JobContainer.RequireSuccess("merge", await job.MergeAsync(run, shards, cancellationToken));

    private async Task<string> RequireSameAsync(string run, int shards, string expected, CancellationToken cancellationToken)
    {
        var files = await bucket.ListAsync(RehearsedJob.FolderOf(run), cancellationToken);
        var parts = files.Where(x => x.StartsWith("predictions-", StringComparison.Ordinal)).ToList();
        if (parts.Count > 0 || !files.Contains(Marker))
            throw new FashionMnistException(ExitCodes.Integrity, $"After the merge of {shards} shards there are {string.Join(", ", files)}");
        var merged = await HashAsync(run, cancellationToken);
        return merged == expected
            ? merged
            : throw new FashionMnistException(ExitCodes.Integrity, $"{shards} shards merged hash to {merged}, the single process wrote {expected}");
    }

    private async Task<string> HashAsync(string run, CancellationToken cancellationToken) => Convert.ToHexStringLower(
        SHA256.HashData(await bucket.ReadAsync($"{RehearsedJob.FolderOf(run)}/predictions.csv", cancellationToken)));
}
