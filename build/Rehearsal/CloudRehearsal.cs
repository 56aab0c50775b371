using System.Globalization;
using System.Security.Cryptography;
using Docker.DotNet.Models;
using FashionMnist.Build.Ecr;
using FashionMnist.Build.Images;
using FashionMnist.Build.Output;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Rehearsal;

/// <summary>The whole cloud path against the servers that the environment names.</summary>
/// <param name="plan">What to rehearse with.</param>
/// <param name="build">Runs targets.</param>
/// <param name="engine">Runs containers.</param>
internal sealed class CloudRehearsal(RehearsalPlan plan, ChildBuild build, ContainerEngine engine) : IAsyncDisposable
{
    private const string Run = "rehearsal";
    private const string Single = "single";
    private const string InputKey = "input/images.idx.gz";
    private static readonly string[] PassedOn = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL_S3"];

    private readonly RehearsalBucket _bucket = new();
    private readonly Timeline _timeline = new(TimeProvider.System);
    private PushRecord? _pushed;

    private string Store => $"s3://{_bucket.Name}/models";

    /// <summary>Goes through all steps and prints what happened and what is there at the end.</summary>
    /// <exception cref="FashionMnistException">A step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync("make a versioned bucket", async () =>
            {
                await _bucket.CreateAsync(cancellationToken);
                await _bucket.UploadAsync(plan.Images, InputKey, cancellationToken);
                return $"s3://{_bucket.Name}";
            });
            await StepAsync("PublishModel and Promote to S3", () =>
            {
                build.Run("PublishModel", ["--model-store", Store, "--allow-dirty"]);
                build.Run("Promote", ["--model-store", Store, "--reason", "rehearsal"]);
                return Task.FromResult(Store);
            });
            await StepAsync("BuildImage", () =>
            {
                build.Run("BuildImage", plan.ImageArguments);
                return Task.FromResult(ImageRecord.Read(plan.ImageFile).ImageId);
            });
            await StepAsync("PushImage to the registry", () =>
            {
                build.Run("PushImage", ["--allow-dirty", .. plan.ImageArguments]);
                _pushed = ImageRecord.Read(plan.ImageFile).Pushed!;
                return Task.FromResult(_pushed.Digest);
            });
            await StepAsync("pull the image by its digest", () => PullAsync(cancellationToken));
            await StepAsync($"predict in {plan.Shards} containers", () => PredictAsync(cancellationToken));
            await StepAsync("predict in one container", async () =>
            {
                await RunJobAsync(Single, shard: null, cancellationToken);
                return "done";
            });
            await StepAsync("compare the results", () => CompareAsync(cancellationToken));
            await PictureAsync(cancellationToken);
        }
        finally
        {
            Log.Information("Timeline");
            foreach (var line in _timeline.Lines())
                Log.Information("  {Line:l}", line);
        }
    }

    /// <summary>Removes containers, the names of the pulled image, the bucket, and the note of a push to a registry that is about to go.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await JobContainer.RemoveLeftoversAsync(engine, Run);
            foreach (var name in _pushed is { } pushed ? pushed.Tags.Select(x => $"{pushed.Repository}:{x}").Append(pushed.Reference) : [])
                await RemoveNameAsync(name);
        }
        catch (Exception e) when (e is Docker.DotNet.DockerApiException or HttpRequestException or IOException or TimeoutException)
        {
            Log.Warning("Docker engine {Engine}: not everything of the rehearsal could be removed: {Problem:l}", engine.Address, e.Message);
        }

        if (File.Exists(plan.ImageFile))
            (ImageRecord.Read(plan.ImageFile) with { Pushed = null }).Write(plan.ImageFile);
        await _bucket.DisposeAsync();
    }

    private Task StepAsync(string step, Func<Task<string>> work) => _timeline.RunAsync(step, work);

    private async Task<string> PullAsync(CancellationToken cancellationToken)
    {
        foreach (var tag in _pushed!.Tags)
            await RemoveNameAsync($"{_pushed.Repository}:{tag}");
        using var client = EcrClients.Create();
        var login = new RegistryLogin(client, TimeProvider.System, BuildOutput.Hide);
        await ImagePuller.PullAsync(engine, _pushed.Repository, _pushed.Digest, await login.GetAsync(cancellationToken), cancellationToken);
        return _pushed.Reference;
    }

    private async Task<string> PredictAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(x => RunJobAsync(Run, x, cancellationToken)));
        return $"{plan.Shards} shards";
    }

    private async Task RunJobAsync(string run, int? shard, CancellationToken cancellationToken)
    {
        var environment = PassedOn
            .Where(x => Environment.GetEnvironmentVariable(x) is { Length: > 0 })
            .ToDictionary(x => x, x => Environment.GetEnvironmentVariable(x)!);
        environment["AWS_BATCH_JOB_ID"] = shard is null ? run : $"{run}:{shard}";
        if (shard is not null)
        {
            environment["AWS_BATCH_JOB_ARRAY_INDEX"] = shard.Value.ToString(CultureInfo.InvariantCulture);
            environment["AWS_BATCH_JOB_ARRAY_SIZE"] = plan.Shards.ToString(CultureInfo.InvariantCulture);
        }

        var outcome = await JobContainer.RunAsync(
            engine,
            new ContainerRun(
                _pushed!.Reference,
                Run,
                ["predict", "--model", Store, "--model-name", plan.ModelName, "--input", $"s3://{_bucket.Name}/{InputKey}", "--output", $"s3://{_bucket.Name}/results"],
                "host",
                [],
                environment),
            cancellationToken);
        JobContainer.RequireSuccess(shard is null ? "predict" : $"shard {shard + 1} of {plan.Shards}", outcome);
    }

    private async Task<string> CompareAsync(CancellationToken cancellationToken)
    {
        var merged = await HashAsync(
            Enumerable.Range(1, plan.Shards).Select(x => FormattableString.Invariant($"results/{Run}/predictions-{x:D5}-of-{plan.Shards:D5}.csv")), cancellationToken);
        var single = await HashAsync([$"results/{Single}/predictions.csv"], cancellationToken);
        return merged == single
            ? $"the same bytes: {single}"
            : throw new FashionMnistException(ExitCodes.Integrity, $"The shards joined hash to {merged}, the single process wrote {single}");
    }

    private async Task<string> HashAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        foreach (var key in keys)
            await _bucket.CopyToAsync(key, content, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    private async Task PictureAsync(CancellationToken cancellationToken)
    {
        Log.Information("Bucket {Bucket}", _bucket.Name);
        foreach (var line in await _bucket.PictureAsync(cancellationToken))
            Log.Information("  {Line:l}", line);
        Log.Information("Repository {Repository}", _pushed!.Repository);
        foreach (var tag in _pushed.Tags)
            Log.Information("  {Tag:l}  {Digest:l}", tag, _pushed.Digest);
    }

    private async Task RemoveNameAsync(string name)
    {
        try
        {
            await engine.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters());
        }
        catch (Docker.DotNet.DockerImageNotFoundException)
        {
            // It is gone, which is what is wanted.
        }
    }
}

/// <summary>What to rehearse with.</summary>
/// <param name="ModelName">Name of the model.</param>
/// <param name="Images">File with the images to predict.</param>
/// <param name="ImageFile">Where BuildImage and PushImage write down what they did.</param>
/// <param name="ImageArguments">Options for BuildImage and PushImage.</param>
/// <param name="Shards">Number of containers.</param>
internal sealed record RehearsalPlan(string ModelName, string Images, string ImageFile, IReadOnlyList<string> ImageArguments, int Shards);
