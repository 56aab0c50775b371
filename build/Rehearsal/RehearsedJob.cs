using System.Globalization;
using FashionMnist.Build.Images;
using FashionMnist.Models;

namespace FashionMnist.Build.Rehearsal;

/// <summary>Runs the job in containers as AWS Batch would: by its variables, and killed without a word.</summary>
/// <param name="engine">Runs the containers.</param>
/// <param name="image">The image.</param>
/// <param name="run">Label of the containers.</param>
/// <param name="model">Address of the store.</param>
/// <param name="modelName">Name of the model.</param>
/// <param name="bucket">Has input and results.</param>
internal sealed class RehearsedJob(ContainerEngine engine, string image, string run, string model, string modelName, RehearsalBucket bucket)
{
    private const string Results = "results";
    private const string EndpointVariable = "AWS_ENDPOINT_URL_S3";

    private static readonly string[] PassedOn =
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", EndpointVariable];

    /// <summary>For the one line that a failure shows.</summary>
    private static readonly string[] Text = ["--log-format", "text"];

    /// <summary>Folder of a run's results in the bucket.</summary>
    public static string FolderOf(string runId) => $"{Results}/{runId}";

    /// <summary>Predicts an input in one process.</summary>
    public async Task PredictAsync(string runId, string input, CancellationToken cancellationToken) =>
        JobContainer.RequireSuccess("predict", await RunAsync(Predict(input), runId, shard: null, endpoint: null, cancellationToken));

    /// <summary>Predicts one part.</summary>
    public async Task PredictAsync(string runId, string input, RehearsedShard shard, CancellationToken cancellationToken) =>
        JobContainer.RequireSuccess($"shard {shard}", await RunAsync(Predict(input), runId, shard, endpoint: null, cancellationToken));

    /// <summary>Predicts one part and kills it when half of its input has come.</summary>
    /// <exception cref="FashionMnistException">It ended before it was killed, or it left something.</exception>
    public async Task KillAsync(string runId, string input, long inputBytes, RehearsedShard shard, CancellationToken cancellationToken)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var proxy = new StallingProxy(new Uri(Environment.GetEnvironmentVariable(EndpointVariable)!), inputBytes / 2);
        var job = RunAsync(Predict(input), runId, shard, proxy.Address, kill.Token);
        if (await Task.WhenAny(job, proxy.Stalled) == job)
        {
            JobContainer.RequireSuccess($"shard {shard}", await job);
            throw new FashionMnistException(ExitCodes.Internal, $"shard {shard} ended before it could be killed: it never read half of its input");
        }

        // Its removal kills the container with SIGKILL.
        await kill.CancelAsync();
        await job.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        var left = (await bucket.ListAsync(FolderOf(runId), cancellationToken)).Where(x => x.Contains($"-{shard.Number:D5}-", StringComparison.Ordinal)).ToList();
        if (left.Count > 0)
            throw new FashionMnistException(ExitCodes.Integrity, $"shard {shard} was killed in the middle and left {string.Join(", ", left)}");
    }

    /// <summary>Merges the parts of a run.</summary>
    public Task<ContainerOutcome> MergeAsync(string runId, int shards, CancellationToken cancellationToken) => RunAsync(
        ["merge", "--output", bucket.Uri(Results), "--run-id", runId, "--shards", shards.ToString(CultureInfo.InvariantCulture), .. Text],
        $"{runId}-merge",
        shard: null,
        endpoint: null,
        cancellationToken);

    private string[] Predict(string input) =>
        ["predict", "--model", model, "--model-name", modelName, "--input", bucket.Uri(input), "--output", bucket.Uri(Results), .. Text];

    private Task<ContainerOutcome> RunAsync(string[] arguments, string jobId, RehearsedShard? shard, string? endpoint, CancellationToken cancellationToken)
    {
        var environment = PassedOn
            .Where(x => Environment.GetEnvironmentVariable(x) is { Length: > 0 })
            .ToDictionary(x => x, x => Environment.GetEnvironmentVariable(x)!);
        if (endpoint is not null)
            environment[EndpointVariable] = endpoint;
        environment["AWS_BATCH_JOB_ID"] = shard is null ? jobId : $"{jobId}:{shard.Number - 1}";
        if (shard is not null)
        {
            environment["AWS_BATCH_JOB_ARRAY_INDEX"] = (shard.Number - 1).ToString(CultureInfo.InvariantCulture);
            environment["AWS_BATCH_JOB_ARRAY_SIZE"] = shard.Count.ToString(CultureInfo.InvariantCulture);
        }

        return JobContainer.RunAsync(engine, new ContainerRun(image, run, arguments, "host", [], environment), cancellationToken);
    }
}

/// <summary>A part of a rehearsed run.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Count">Of how many.</param>
internal sealed record RehearsedShard(int Number, int Count)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Number} of {Count}");
}
