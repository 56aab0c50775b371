using System.Globalization;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Publishes packages: run with parameters and metrics, artifacts, model version, event, in this order. A package without model version does
/// not exist, and each step finds what an earlier run that was stopped left behind.
/// </summary>
internal sealed class MlflowPublisher(MlflowScope scope, MlflowReader reader, MlflowLedger ledger)
{
    public async Task<PublishResult> PublishAsync(ModelPackage package, PublishOptions options, CancellationToken cancellationToken)
    {
        PublishRules.Check(package.Manifest, scope.Target, options.AllowDirty);
        if (await reader.FindVersionAsync(package.Id, cancellationToken) is { } existing)
            return await KeepAsync(existing, package, options.DryRun, cancellationToken);
        if (options.DryRun)
            return Result(PublishOutcome.Published, package, "would publish");

        var intent = await ledger.DescribeAsync(RegistryAction.Published, package.Id, null, package.Manifest.Metrics?.Accuracy, cancellationToken);
        // Whoever made the version published it, also where somebody else writes the event first or an answer got lost.
        var maker = Guid.NewGuid().ToString("N");
        var version = await StoreOrFindAsync(package, options.Attachments, maker, cancellationToken);
        if (version.ManifestSha256 != package.ManifestSha256)
            return await KeepAsync(version, package, dryRun: false, cancellationToken);
        await RecordAsync(intent, cancellationToken);
        return version.Maker == maker
            ? Result(PublishOutcome.Published, package, "published")
            : Result(PublishOutcome.AlreadyPublished, package, "already published by somebody else meanwhile:");
    }

    /// <summary>
    /// The package's version, made here or by another publisher. A run found on the server may belong to one that is still at work, gives way to a third
    /// and deletes it; then the package is published, and what this one could not write is not missed.
    /// </summary>
    private async Task<MlflowVersion> StoreOrFindAsync(
        ModelPackage package, IReadOnlyDictionary<string, byte[]> attachments, string maker, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(package, attachments, maker, cancellationToken);
        }
        catch (FashionMnistException)
        {
            if (await reader.FindVersionAsync(package.Id, cancellationToken) is { } published)
                return published;
            throw;
        }
    }

    private async Task<MlflowVersion> StoreAsync(
        ModelPackage package, IReadOnlyDictionary<string, byte[]> attachments, string maker, CancellationToken cancellationToken)
    {
        var run = await RunOfAsync(package, cancellationToken);
        var folder = MlflowNames.FolderOf(run);
        await scope.Api.LogPackageAsync(run.Info.RunId, package, cancellationToken);
        await scope.Artifacts.UploadAsync(folder, PackageFiles.Onnx, package.OnnxBytes, cancellationToken);
        await scope.Artifacts.UploadAsync(folder, PackageFiles.Manifest, package.ManifestBytes, cancellationToken);
        foreach (var (name, bytes) in MlflowFlavours.Of(package.Manifest))
            await scope.Artifacts.UploadAsync(folder, name, bytes, cancellationToken);
        foreach (var (name, bytes) in attachments)
            await scope.Artifacts.UploadAsync(run.Info.ArtifactUri!, name, bytes, cancellationToken);
        await scope.Api.FinishRunAsync(run.Info.RunId, package.Manifest.Created, cancellationToken);
        await ledger.EnsureAsync(cancellationToken);
        return await RegisterAsync(package, folder, run.Info.RunId, maker, cancellationToken);
    }

    /// <summary>Bytes that are there are not sent again; bytes that are damaged are.</summary>
    private async Task<PublishResult> KeepAsync(MlflowVersion version, ModelPackage package, bool dryRun, CancellationToken cancellationToken)
    {
        var (same, mended) = (version.ManifestSha256 == package.ManifestSha256, 0);
        if (!dryRun)
        {
            mended += await RestoreAsync(version, PackageFiles.Onnx, version.PackageId, package.OnnxBytes, cancellationToken);
            mended += await RestoreAsync(version, PackageFiles.Manifest, version.ManifestSha256, same ? package.ManifestBytes : null, cancellationToken);
            foreach (var (name, bytes) in MlflowFlavours.Of(package.Manifest).Where(f => same && version.Flavours.GetValueOrDefault(f.Key) == ModelPackage.Hash(f.Value)))
                mended += await RestoreAsync(version, name, version.Flavours[name], bytes, cancellationToken);
            var late = await ledger.DescribeAsync(
                RegistryAction.Published, package.Id, "recorded on a later run", package.Manifest.Metrics?.Accuracy, cancellationToken);
            await RecordAsync(late with { At = version.Created }, cancellationToken);
        }

        return same
            ? Result(PublishOutcome.AlreadyPublished, package, mended == 0 ? "already published, nothing uploaded:" : $"already published, files that were damaged or gone sent again ({mended}):")
            : Result(PublishOutcome.KeptFirstManifest, package, "the same network is already published, its first manifest stays:");
    }

    /// <returns>How many files were sent, none or one.</returns>
    private async Task<int> RestoreAsync(MlflowVersion version, string name, string sha256, byte[]? bytes, CancellationToken cancellationToken)
    {
        var folder = await reader.FolderAsync(version, cancellationToken);
        var isThere = (await scope.Artifacts.ListAsync(folder, cancellationToken)).ContainsKey(name);
        var stored = isThere ? await scope.Artifacts.DownloadAsync(folder, name, cancellationToken) : [];
        if (ModelPackage.Hash(stored) == sha256)
            return 0;
        if (bytes is null)
            ModelPackage.RequireHash(stored, sha256, $"{scope.AddressOf(version.PackageId)}/{name}");
        await scope.Artifacts.UploadAsync(folder, name, bytes!, cancellationToken);
        return 1;
    }

    /// <summary>The run of this very package: one that an earlier run left behind, or a new one.</summary>
    private async Task<MlflowRun> RunOfAsync(ModelPackage package, CancellationToken cancellationToken)
    {
        var experiment = await scope.EnsureExperimentAsync(cancellationToken);
        var filter = $"tags.\"{MlflowNames.ManifestSha256}\" = '{package.ManifestSha256}'";
        var found = await scope.Api.SearchRunsAsync(experiment, filter, cancellationToken);
        if (found.Count > 0)
            return found.MinBy(r => (r.Info.StartTime ?? 0, r.Info.RunId))!;

        var manifest = package.Manifest;
        return await scope.Api.CreateRunAsync(
            new CreateRunRequest(
                experiment,
                manifest.Created.AddSeconds(-manifest.Training.DurationSeconds).ToUnixTimeMilliseconds(),
                $"{manifest.Training.Profile}-{StoreKeys.Abbreviate(package.Id)}",
                [
                    new("mlflow.user", await scope.Caller(cancellationToken)),
                    new(MlflowNames.Note, MlflowDescription.Of(manifest)),
                    new(MlflowNames.PublishingBegan, scope.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                    new("mlflow.source.name", "FashionMnist"),
                    new("mlflow.source.git.commit", manifest.Source.Commit),
                    new(MlflowNames.OnnxSha256, package.Id),
                    new(MlflowNames.ManifestSha256, package.ManifestSha256),
                ]),
            cancellationToken);
    }

    /// <summary>Makes a version unless this package has one meanwhile; of two made at the same time the later one goes.</summary>
    private async Task<MlflowVersion> RegisterAsync(
        ModelPackage package, string folder, string runId, string maker, CancellationToken cancellationToken)
    {
        if (await reader.FindVersionAsync(package.Id, cancellationToken) is { } earlier)
            return await YieldAsync(earlier, runId, null, cancellationToken);

        var manifest = package.Manifest;
        var created = await scope.Api.CreateVersionAsync(
            new CreateModelVersionRequest(
                scope.ModelName,
                folder,
                runId,
                [
                    new(MlflowNames.OnnxSha256, package.Id),
                    new(MlflowNames.ManifestSha256, package.ManifestSha256),
                    new(MlflowNames.Maker, maker),
                    new(MlflowNames.GitCommit, manifest.Source.Commit),
                    new(MlflowNames.GitDirty, manifest.Source.Dirty ? "true" : "false"),
                    .. MlflowFlavours.Of(manifest).Select(f => new MlflowTag(MlflowNames.FlavourSha256 + f.Key, ModelPackage.Hash(f.Value))),
                ],
                MlflowDescription.Of(manifest)),
            cancellationToken);
        var first = await reader.FindVersionAsync(package.Id, cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.TryAgain, $"{scope.AddressOf(package.Id)}: appeared and vanished while publishing; publish again");
        return first.Text == created.Version ? first : await YieldAsync(first, runId, created.Version, cancellationToken);
    }

    private async Task<MlflowVersion> YieldAsync(MlflowVersion first, string runId, string? version, CancellationToken cancellationToken)
    {
        if (version is not null)
            await scope.Api.DeleteVersionAsync(scope.ModelName, version, cancellationToken);
        if (first.RunId != runId)
            await scope.Api.DeleteRunAsync(runId, cancellationToken);
        return first;
    }

    /// <summary>Writes the event unless it stands there since the package was last removed.</summary>
    private async Task RecordAsync(MlflowRecord record, CancellationToken cancellationToken) =>
        await ledger.AppendAsync(
            entries => MlflowLedger.LastMove(entries, record.PackageId) is { Record.Action: RegistryAction.Published } ? null : record,
            cancellationToken);

    private PublishResult Result(PublishOutcome outcome, ModelPackage package, string done)
    {
        var address = scope.AddressOf(package.Id);
        return new PublishResult(outcome, package.Id, address, $"{done} {address}");
    }
}
