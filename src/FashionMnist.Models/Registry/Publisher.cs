using FashionMnist.Models.Packages;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>What publishing did.</summary>
public enum PublishOutcome
{
    /// <summary>The package was uploaded.</summary>
    Published,

    /// <summary>The same bytes were there already; nothing was uploaded.</summary>
    AlreadyPublished,

    /// <summary>The same network was there already with another manifest, which stays; nothing was uploaded.</summary>
    KeptFirstManifest,
}

/// <summary>Conditions of publishing.</summary>
public sealed record PublishOptions
{
    /// <summary>Whether a shared store takes a model of an uncommitted working tree. Default: no.</summary>
    public bool AllowDirty { get; init; }

    /// <summary>Whether to check everything and write nothing. Default: no.</summary>
    public bool DryRun { get; init; }

    /// <summary>Files for people by their names, which an MLflow server shows with the run; other stores keep none. Default: none.</summary>
    public IReadOnlyDictionary<string, byte[]> Attachments { get; init; } = new Dictionary<string, byte[]>();
}

/// <summary>What publishing did, or in a dry run would do.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="Address">Where the package lies.</param>
/// <param name="Message">One line for the user.</param>
public sealed record PublishResult(PublishOutcome Outcome, string PackageId, string Address, string Message);

/// <summary>Uploads packages: model.onnx first, model.json last, because a package without manifest does not exist.</summary>
internal sealed class Publisher(RegistryScope scope, PackageReader reader, Ledger ledger)
{
    public async Task<PublishResult> PublishAsync(ModelPackage package, PublishOptions options, CancellationToken cancellationToken)
    {
        PublishRules.Check(package.Manifest, scope.Target, options.AllowDirty);
        var manifestKey = scope.Keys.Manifest(package.Id);
        var first = await scope.ReadAsync(manifestKey, null, cancellationToken);
        if (first is null)
        {
            if (options.DryRun)
                return Result(PublishOutcome.Published, package, "would publish");

            await UploadOnnxAsync(package, cancellationToken);
            var written = await scope.Store.TryPutAsync(manifestKey, new MemoryStream(package.ManifestBytes), null, cancellationToken);
            if (written is not null)
            {
                await RecordAsync(package, written, null, cancellationToken);
                return Result(PublishOutcome.Published, package, "published");
            }

            first = await scope.ReadAsync(manifestKey, null, cancellationToken)
                ?? throw new FashionMnistException(
                    ExitCodes.TryAgain, $"{scope.AddressOf(manifestKey)}: appeared and vanished while publishing; publish again");
        }

        var bytes = first.Value.Bytes;
        ManifestSerializer.Deserialize(bytes, scope.AddressOf(manifestKey));
        if (!options.DryRun)
        {
            await UploadOnnxAsync(package, cancellationToken);
            var versions = await scope.Store.ListVersionsAsync(manifestKey, cancellationToken);
            var oldest = versions.Count > 0 ? versions[^1] : first.Value.Version;
            await RecordAsync(package, oldest, "recorded on a later run", cancellationToken);
        }

        return bytes.AsSpan().SequenceEqual(package.ManifestBytes)
            ? Result(PublishOutcome.AlreadyPublished, package, "already published, nothing uploaded:")
            : Result(PublishOutcome.KeptFirstManifest, package, "the same network is already published, its first manifest stays:");
    }

    /// <summary>Bytes that are there are not sent again; bytes that are damaged are.</summary>
    private async Task UploadOnnxAsync(ModelPackage package, CancellationToken cancellationToken)
    {
        var key = scope.Keys.Onnx(package.Id);
        if (await scope.ReadAsync(key, null, cancellationToken) is { } stored && ModelPackage.Hash(stored.Bytes) == package.Id)
            return;
        await scope.Store.PutAsync(key, new MemoryStream(package.OnnxBytes), cancellationToken);
    }

    /// <summary>In whole seconds, because not every answer of S3 is more exact.</summary>
    public static DateTimeOffset TimeOf(ObjectVersion manifest) => RegistryScope.CutTo(TimeSpan.FromSeconds(1), manifest.LastModified);

    /// <summary>
    /// The time of the manifest's first version makes the event's key, so that two publishers of the same package write one event.
    /// </summary>
    private Task RecordAsync(ModelPackage package, ObjectVersion manifest, string? reason, CancellationToken cancellationToken) =>
        ledger.EnsureAsync(
            RegistryAction.Published,
            package.Id,
            TimeOf(manifest),
            reason,
            package.Manifest.Metrics?.Accuracy,
            cancellationToken);

    private PublishResult Result(PublishOutcome outcome, ModelPackage package, string done)
    {
        var address = reader.AddressOf(package.Id);
        return new PublishResult(outcome, package.Id, address, $"{done} {address}");
    }
}
