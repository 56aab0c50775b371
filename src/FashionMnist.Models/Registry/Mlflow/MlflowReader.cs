using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>Finds versions, follows the alias, and proves every hash before anything is handed out. Writes nothing.</summary>
internal sealed class MlflowReader(MlflowScope scope, MlflowLedger ledger)
{
    /// <summary>
    /// One version of each package, newest first. Where two publishers made one each of the same package, the first counts.
    /// </summary>
    public async Task<IReadOnlyList<MlflowVersion>> VersionsAsync(CancellationToken cancellationToken) =>
    [
        .. (await scope.Api.SearchVersionsAsync(scope.ModelName, cancellationToken))
            .Select(MlflowVersion.From)
            .OfType<MlflowVersion>()
            .GroupBy(v => v.PackageId)
            .Select(g => g.MinBy(v => v.Number)!)
            .OrderByDescending(v => v.Number),
    ];

    public async Task<MlflowVersion?> FindVersionAsync(string packageId, CancellationToken cancellationToken) =>
        (await VersionsAsync(cancellationToken)).FirstOrDefault(v => v.PackageId == packageId);

    /// <summary>The version that an id or a unique beginning of one means.</summary>
    public async Task<MlflowVersion> ChooseAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        var wanted = PackageChoice.RequirePrefix(idOrPrefix);
        var found = (await VersionsAsync(cancellationToken)).Where(v => v.PackageId.StartsWith(wanted, StringComparison.Ordinal)).ToList();
        var id = PackageChoice.Single(idOrPrefix, [.. found.Select(v => v.PackageId)], () => NoSuchPackage(wanted));
        return found.Single(v => v.PackageId == id);
    }

    /// <summary>Reads a package and proves it.</summary>
    public async Task<ModelPackage> PackageAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        var address = scope.AddressOf(version.PackageId);
        var files = await scope.Artifacts.ListAsync(version.Folder, cancellationToken);
        foreach (var name in new[] { PackageFiles.Manifest, PackageFiles.Onnx })
            if (!files.ContainsKey(name))
                throw new FashionMnistException(
                    ExitCodes.NotFound,
                    $"{address}: version {version.Number} is registered but its {name} is gone from {version.Folder}; run ./build.sh Rollback or promote another one");

        var manifest = await scope.Artifacts.DownloadAsync(version.Folder, PackageFiles.Manifest, cancellationToken);
        ModelPackage.RequireHash(manifest, version.ManifestSha256, $"{address}/{PackageFiles.Manifest}");
        var onnx = await scope.Artifacts.DownloadAsync(version.Folder, PackageFiles.Onnx, cancellationToken);
        ModelPackage.RequireHash(onnx, version.PackageId, $"{address}/{PackageFiles.Onnx}");
        return ModelPackage.Verify(manifest, onnx, address);
    }

    /// <summary>Proves the files that MLflow's own tools load the version by. Readers of ours use none of them.</summary>
    public async Task RequireFlavoursAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        var files = await scope.Artifacts.ListAsync(version.Folder, cancellationToken);
        foreach (var (name, sha256) in version.Flavours)
            ModelPackage.RequireHash(
                files.ContainsKey(name) ? await scope.Artifacts.DownloadAsync(version.Folder, name, cancellationToken) : [],
                sha256,
                $"{scope.AddressOf(version.PackageId)}/{name}");
    }

    public async Task<LoadedModel> LoadAsync(MlflowVersion version, string? pointerId, CancellationToken cancellationToken) =>
        new(await PackageAsync(version, cancellationToken), scope.AddressOf(version.PackageId), pointerId);

    /// <summary>The version of a number.</summary>
    public async Task<MlflowVersion> VersionAsync(int number, CancellationToken cancellationToken)
    {
        var version = (await scope.Api.SearchVersionsAsync(scope.ModelName, cancellationToken))
            .FirstOrDefault(v => v.Version == $"{number}")
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{scope.ModelAddress}/{number}: no such model version; ./build.sh History lists what was published");
        return Require(version);
    }

    /// <summary>What the alias points at.</summary>
    public async Task<MlflowProduction?> ProductionAsync(CancellationToken cancellationToken)
    {
        if (await scope.Api.FindAliasAsync(scope.ModelName, MlflowNames.ProductionAlias, cancellationToken) is not { } found)
            return null;
        var version = Require(found);
        var entry = (await ledger.ReadAsync(cancellationToken)).LastOrDefault(e => e.Record.ChangesProduction && e.Record.ModelVersion == version.Text);
        if (entry is not null)
            RequirePromised(version, entry);
        return new MlflowProduction(version, entry, DateTimeOffset.FromUnixTimeMilliseconds(found.LastUpdatedTimestamp ?? found.CreationTimestamp ?? 0));
    }

    public async Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken)
    {
        var production = await ProductionAsync(cancellationToken)
            ?? throw new FashionMnistException(
                ExitCodes.NotFound, $"no model is promoted in {scope.ModelAddress}: no version has the alias '{MlflowNames.ProductionAlias}'; run ./build.sh Promote");
        return await LoadAsync(production.Version, production.PointerId, cancellationToken);
    }

    public FashionMnistException NoSuchPackage(string packageId) =>
        new(ExitCodes.NotFound, $"{scope.AddressOf(packageId)}: no such package; ./build.sh History lists what was published");

    private MlflowVersion Require(MlflowModelVersion version) =>
        MlflowVersion.From(version)
        ?? throw SealedJson.Damaged(
            $"{scope.ModelAddress}/{version.Version}: nothing says which bytes this model version must be: expected the tags {MlflowNames.OnnxSha256} and "
            + $"{MlflowNames.ManifestSha256} of ./build.sh PublishModel, actual none");

    /// <summary>Tags can be changed by whoever may write, events of the ledger by nobody.</summary>
    private void RequirePromised(MlflowVersion version, MlflowEntry entry)
    {
        var (expected, actual) = ($"{entry.Record.PackageId}/{entry.Record.ManifestSha256}", $"{version.PackageId}/{version.ManifestSha256}");
        if (expected != actual)
            throw SealedJson.Damaged(
                $"{scope.ModelAddress}/{version.Number}: the version's tags were changed after event {entry.Number} promoted it: expected SHA-256 {expected}, actual {actual}");
    }
}

/// <summary>The version in production.</summary>
/// <param name="Version">It.</param>
/// <param name="Entry">The event that put it there; none if somebody moved the alias by other means.</param>
/// <param name="Updated">When the server last changed the version (UTC).</param>
internal sealed record MlflowProduction(MlflowVersion Version, MlflowEntry? Entry, DateTimeOffset Updated)
{
    public const string Outside = "not recorded: the alias was moved by other means than this software";

    /// <summary>The event's number, or something that is none.</summary>
    public string PointerId => Entry?.Id ?? $"alias-{Version.Number}";
}
