using FashionMnist.Build.Images;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Rehearsal;

/// <summary>The whole cloud path against the servers that the environment names.</summary>
/// <param name="plan">What to rehearse with.</param>
/// <param name="build">Runs targets.</param>
/// <param name="engine">Runs containers.</param>
internal sealed class CloudRehearsal(RehearsalPlan plan, ChildBuild build, ContainerEngine engine) : IAsyncDisposable
{
    private const int ChangingImages = 600;
    private const int FewImages = 3;

    private readonly string _run = JobContainer.NewRun("rehearsal");
    private readonly RehearsalBucket _bucket = new();
    private readonly RehearsalImage _image = new(engine, plan.ImageFile, plan.RegistryStays);
    private readonly Timeline _timeline = new(TimeProvider.System);

    private string Store => _bucket.Uri("models");

    /// <summary>Goes through all steps and prints what happened and what is there at the end.</summary>
    /// <exception cref="FashionMnistException">A step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await JobContainer.RemoveAbandonedAsync(engine, TimeProvider.System);
            await PublishAsync(cancellationToken);
            await PredictAsync(cancellationToken);
            await PictureAsync(cancellationToken);
        }
        finally
        {
            Log.Information("Timeline");
            foreach (var line in _timeline.Lines())
                Log.Information("  {Line:l}", line);
        }
    }

    /// <summary>Removes containers, the names of the image, the bucket, and the note of a push to a registry that is about to go.</summary>
    public async ValueTask DisposeAsync()
    {
        await CleanAsync(() => JobContainer.RemoveAllAsync(engine, _run));
        await CleanAsync(_image.RestoreAsync);
        await _bucket.DisposeAsync();
    }

    private static async Task CleanAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (FashionMnistException e)
        {
            Log.Warning("Not everything of the rehearsal could be removed: {Problem:l}", e.Message);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        await StepAsync("make a versioned bucket", async () =>
        {
            await _bucket.CreateAsync(cancellationToken);
            return _bucket.Uri("");
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
        await StepAsync("PushImage to the registry", async () =>
        {
            await _image.RememberAsync(cancellationToken);
            build.Run("PushImage", ["--allow-dirty", .. plan.ImageArguments]);
            return _image.Pushed.Digest;
        });
        await StepAsync("pull the image by its digest", () => _image.PullAsync(cancellationToken));
    }

    private async Task PredictAsync(CancellationToken cancellationToken)
    {
        var arrays = new ArrayRehearsal(new RehearsedJob(engine, _image.Pushed.Reference, _run, Store, plan.ModelName, _bucket), _bucket);
        await StepAsync("predict in one container", async () => await arrays.SingleAsync(await File.ReadAllBytesAsync(plan.Images, cancellationToken), cancellationToken));
        foreach (var shards in plan.Shards)
        {
            await StepAsync($"predict in {shards} containers", () => arrays.RunAsync(shards, cancellationToken));
            await StepAsync($"merge the {shards} shards", () => arrays.MergeAsync(shards, cancellationToken));
        }

        await StepAsync("change the input during a run", () => arrays.ChangeInputAsync(IdxSample.Read(plan.Images, ChangingImages), cancellationToken));
        await StepAsync("more shards than images", () => arrays.MoreShardsThanImagesAsync(IdxSample.Read(plan.Images, FewImages), cancellationToken));
    }

    private Task StepAsync(string step, Func<Task<string>> work) => _timeline.RunAsync(step, work);

    private async Task PictureAsync(CancellationToken cancellationToken)
    {
        Log.Information("Bucket {Bucket}", _bucket.Name);
        foreach (var line in await _bucket.PictureAsync(cancellationToken))
            Log.Information("  {Line:l}", line);
        Log.Information("Repository {Repository}", _image.Pushed.Repository);
        foreach (var tag in _image.Pushed.Tags)
            Log.Information("  {Tag:l}  {Digest:l}", tag, _image.Pushed.Digest);
    }
}

/// <summary>What to rehearse with.</summary>
/// <param name="ModelName">Name of the model.</param>
/// <param name="Images">File with the images to predict.</param>
/// <param name="ImageFile">Where BuildImage and PushImage write down what they did.</param>
/// <param name="ImageArguments">Options for BuildImage and PushImage.</param>
/// <param name="Shards">Numbers of containers of the array jobs.</param>
/// <param name="RegistryStays">Whether the registry outlives the rehearsal.</param>
internal sealed record RehearsalPlan(
    string ModelName, string Images, string ImageFile, IReadOnlyList<string> ImageArguments, IReadOnlyList<int> Shards, bool RegistryStays);
