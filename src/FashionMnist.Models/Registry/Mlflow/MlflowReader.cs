using System.Globalization;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>Finds versions, follows the alias, and proves every hash before anything is handed out. Writes nothing.</summary>
internal sealed class MlflowReader(MlflowScope scope, MlflowLedger ledger)
{
    /// <summary>
    /// One version of each package, newest first. Where two publishers made one each of the same package, the first counts.
    /// </summary>
    public Task<IReadOnlyList<MlflowVersion>> VersionsAsync(CancellationToken cancellationToken) => VersionsAsync(null, cancellationToken);

    private async Task<IReadOnlyList<MlflowVersion>> VersionsAsync(string? packageId, CancellationToken cancellationToken) =>
    [
        .. (await scope.Api.SearchVersionsAsync(scope.ModelName, packageId, cancellationToken))
            .Select(MlflowVersion.From)
            .OfType<MlflowVersion>()
            .GroupBy(v => v.PackageId)
            .Select(g => g.MinBy(v => v.Number)!)
            .OrderByDescending(v => v.Number),
    ];

    public async Task<MlflowVersion?> FindVersionAsync(string packageId, CancellationToken cancellationToken) =>
        (await VersionsAsync(packageId, cancellationToken)).SingleOrDefault();

    /// <summary>The version that an id or a unique beginning of one means.</summary>
    public async Task<MlflowVersion> ChooseAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        var wanted = PackageChoice.RequirePrefix(idOrPrefix);
        var found = (await VersionsAsync(StoreKeys.IsPackageId(wanted) ? wanted : null, cancellationToken)).Where(v => v.PackageId.StartsWith(wanted, StringComparison.Ordinal)).ToList();
        var id = PackageChoice.Single(idOrPrefix, [.. found.Select(v => v.PackageId)], () => NoSuchPackage(wanted));
        return found.Single(v => v.PackageId == id);
    }

    /// <summary>Reads a package and proves it.</summary>
    public async Task<ModelPackage> PackageAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        var address = scope.AddressOf(version.PackageId);
        var folder = await FolderAsync(version, cancellationToken);
        var files = await scope.Artifacts.ListAsync(folder, cancellationToken);
        foreach (var name in new[] { PackageFiles.Manifest, PackageFiles.Onnx })
            if (!files.ContainsKey(name))
                throw new FashionMnistException(
                    ExitCodes.NotFound,
                    $"{address}: version {version.Number} is registered but its {name} is gone from {folder}; run ./build.sh Rollback or promote another one");

        var manifest = await scope.Artifacts.DownloadAsync(folder, PackageFiles.Manifest, cancellationToken);
        ModelPackage.RequireHash(manifest, version.ManifestSha256, $"{address}/{PackageFiles.Manifest}");
        var onnx = await scope.Artifacts.DownloadAsync(folder, PackageFiles.Onnx, cancellationToken);
        ModelPackage.RequireHash(onnx, version.PackageId, $"{address}/{PackageFiles.Onnx}");
        return ModelPackage.Verify(manifest, onnx, address);
    }

    /// <summary>Proves the files that MLflow's own tools load the version by. Readers of ours use none of them.</summary>
    public async Task RequireFlavoursAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        var folder = await FolderAsync(version, cancellationToken);
        var files = await scope.Artifacts.ListAsync(folder, cancellationToken);
        foreach (var (name, sha256) in version.Flavours)
            ModelPackage.RequireHash(
                files.ContainsKey(name) ? await scope.Artifacts.DownloadAsync(folder, name, cancellationToken) : [],
                sha256,
                $"{scope.AddressOf(version.PackageId)}/{name}");
    }

    /// <summary>Where a version's files lie. MLflow's own "Promote" makes versions whose source is another version.</summary>
    public async Task<string> FolderAsync(MlflowVersion version, CancellationToken cancellationToken) =>
        version.Folder.StartsWith("models:/", StringComparison.Ordinal)
            ? await scope.Api.DownloadUriAsync(scope.ModelName, version.Text, cancellationToken)
            : version.Folder;

    public async Task<LoadedModel> LoadAsync(MlflowVersion version, string? pointerId, CancellationToken cancellationToken) =>
        new(await PackageAsync(version, cancellationToken), scope.AddressOf(version.PackageId), pointerId);

    /// <summary>The version of a number.</summary>
    public async Task<MlflowVersion> VersionAsync(int number, CancellationToken cancellationToken)
    {
        var version = await scope.Api.FindVersionAsync(scope.ModelName, number.ToString(CultureInfo.InvariantCulture), cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{scope.ModelAddress}/{number}: no such model version; ./build.sh History lists what was published");
        return MlflowVersion.From(version) ?? throw Unmarked(version, null);
    }

    /// <summary>What the alias points at, damaged or not: whoever hands it out looks at <see cref="MlflowProduction.Fault"/> first.</summary>
    public async Task<MlflowProduction?> ProductionAsync(CancellationToken cancellationToken)
    {
        if (await scope.Api.FindAliasAsync(scope.ModelName, scope.Alias, cancellationToken) is not { } found)
            return null;
        var changes = (await ledger.ReadAsync(cancellationToken)).Where(e => e.Record.ChangesProduction).ToList();
        var promised = changes.LastOrDefault(e => e.Record.ModelVersion == found.Version);
        var marked = MlflowVersion.From(found);
        var fault = marked is null ? Unmarked(found, promised) : promised is null ? null : BrokenPromise(marked, promised);
        return new MlflowProduction(
            fault is null ? marked! : MlflowVersion.Promised(found, promised?.Record),
            promised is not null && await IsNewestAsync(changes, promised, cancellationToken) ? promised : null,
            DateTimeOffset.FromUnixTimeMilliseconds(found.LastUpdatedTimestamp ?? found.CreationTimestamp ?? 0),
            fault);
    }

    /// <summary>Whether an event was written and its writer stopped before the alias had moved: the version's tag for people comes last.</summary>
    public async Task<bool> IsPendingAsync(MlflowEntry entry, CancellationToken cancellationToken) =>
        await scope.Api.FindVersionAsync(scope.ModelName, entry.Record.ModelVersion!, cancellationToken) is { } version
        && version.Tag(MlflowNames.LastPromotion) != entry.Record.Description;

    /// <summary>An event says why the alias is where it is only if no later one was carried out.</summary>
    private async Task<bool> IsNewestAsync(IReadOnlyList<MlflowEntry> changes, MlflowEntry entry, CancellationToken cancellationToken)
    {
        foreach (var later in changes.Where(e => e.Number > entry.Number))
            if (!await IsPendingAsync(later, cancellationToken))
                return false;
        return true;
    }

    public async Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken)
    {
        var production = await ProductionAsync(cancellationToken)
            ?? throw new FashionMnistException(
                ExitCodes.NotFound, $"no model is promoted in {scope.ModelAddress}: no version has the alias '{scope.Alias}'; run ./build.sh Promote");
        if (production.Fault is { } fault)
            throw fault;
        return await LoadAsync(production.Version, production.PointerId, cancellationToken);
    }

    public FashionMnistException NoSuchPackage(string packageId) =>
        new(ExitCodes.NotFound, $"{scope.AddressOf(packageId)}: no such package; ./build.sh History lists what was published");

    private FashionMnistException Unmarked(MlflowModelVersion version, MlflowEntry? promised) => SealedJson.Damaged(
        $"{scope.ModelAddress}/{version.Version}: nothing says which bytes this model version must be: expected the tags {MlflowNames.OnnxSha256} and "
        + $"{MlflowNames.ManifestSha256} of ./build.sh PublishModel, actual none; "
        + (promised is null
            ? "promote another package"
            : $"promote another package, or set the tags to {promised.Record.PackageId} and {promised.Record.ManifestSha256}, as event {promised.Number} says"));

    /// <summary>Tags can be changed by whoever may write, events of the ledger by nobody.</summary>
    private FashionMnistException? BrokenPromise(MlflowVersion version, MlflowEntry entry)
    {
        var (expected, actual) = ($"{entry.Record.PackageId}/{entry.Record.ManifestSha256}", $"{version.PackageId}/{version.ManifestSha256}");
        return expected == actual
            ? null
            : SealedJson.Damaged(
                $"{scope.ModelAddress}/{version.Number}: the version's tags were changed after event {entry.Number} promoted it: expected SHA-256 {expected}, "
                + $"actual {actual}; set them right, or promote another package");
    }
}

/// <summary>The version in production.</summary>
/// <param name="Version">It.</param>
/// <param name="Entry">The event that put it there; none if somebody moved the alias by other means.</param>
/// <param name="Updated">When the server last changed the version (UTC).</param>
/// <param name="Fault">Why nobody may use it; none: its tags are as they should be.</param>
internal sealed record MlflowProduction(MlflowVersion Version, MlflowEntry? Entry, DateTimeOffset Updated, FashionMnistException? Fault)
{
    public const string Outside = "not recorded: the alias was moved by other means than this software";

    /// <summary>Whether anything says which package it is.</summary>
    public bool IsKnown => Version.PackageId.Length > 0;

    /// <summary>The event's number, or something that is none.</summary>
    public string PointerId => Entry?.Id ?? $"alias-{Version.Number}";
}
