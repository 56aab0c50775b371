using FashionMnist.Models.Packages;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>A package as it lies in the store, proved.</summary>
internal sealed record StoredPackage(ModelPackage Package, ObjectVersion Manifest, ObjectVersion Onnx);

/// <summary>Follows production.json -> model.json -> model.onnx and proves every hash before anything is handed out.</summary>
internal sealed class PackageReader(RegistryScope scope)
{
    /// <summary>The pointer, or <see langword="null"/> if nothing was ever promoted.</summary>
    public async Task<StoredPointer?> PointerAsync(string? versionId, CancellationToken cancellationToken)
    {
        var key = scope.Keys.Production;
        if (await scope.ReadAsync(key, versionId, cancellationToken) is not { } stored)
            return null;
        var pointer = PointerSerializer.Deserialize(stored.Bytes, scope.AddressOf(key));
        return pointer.Model == scope.Keys.ModelName
            ? new StoredPointer(pointer, stored.Version.VersionId)
            : throw SealedJson.Damaged($"{scope.AddressOf(key)}: the pointer of another model: expected {scope.Keys.ModelName}, actual {pointer.Model}");
    }

    /// <summary>The package in production.</summary>
    public async Task<LoadedModel> ProductionAsync(CancellationToken cancellationToken)
    {
        var stored = await PointerAsync(null, cancellationToken) ?? throw NothingPromoted();
        var pointer = stored.Content;
        var manifest = await ReadAsync(scope.Keys.Manifest(pointer.PackageId), pointer.ManifestVersionId, cancellationToken)
            ?? throw Dangling(pointer.PackageId);
        ModelPackage.RequireHash(manifest.Bytes, pointer.ManifestSha256, scope.AddressOf(scope.Keys.Manifest(pointer.PackageId)));
        var onnx = await ReadAsync(scope.Keys.Onnx(pointer.PackageId), pointer.OnnxVersionId, cancellationToken, BytesOf(pointer.PackageId, manifest.Bytes))
            ?? throw Dangling(pointer.PackageId);
        ModelPackage.RequireHash(onnx.Bytes, pointer.OnnxSha256, scope.AddressOf(scope.Keys.Onnx(pointer.PackageId)));
        return new LoadedModel(Prove(pointer.PackageId, manifest.Bytes, onnx.Bytes), AddressOf(pointer.PackageId), stored.VersionId);
    }

    /// <summary>An exact package.</summary>
    public async Task<StoredPackage> PackageAsync(string packageId, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(scope.Keys.Manifest(packageId), null, cancellationToken) ?? throw NoSuchPackage(packageId);
        var onnx = await ReadAsync(scope.Keys.Onnx(packageId), null, cancellationToken, BytesOf(packageId, manifest.Bytes)) ?? throw NoSuchPackage(packageId);
        return new StoredPackage(Prove(packageId, manifest.Bytes, onnx.Bytes), manifest.Version, onnx.Version);
    }

    /// <summary>The whole id for an id or a unique beginning of one.</summary>
    public async Task<string> FindAsync(string idOrPrefix, CancellationToken cancellationToken)
    {
        var wanted = PackageChoice.RequirePrefix(idOrPrefix);
        var found = new List<string>();
        await foreach (var id in PublishedIdsAsync(scope.Keys.Root + wanted, cancellationToken))
            found.Add(id);
        return PackageChoice.Single(idOrPrefix, found, () => NoSuchPackage(wanted));
    }

    /// <summary>Ids of all packages with a manifest; a package without one does not exist.</summary>
    public async IAsyncEnumerable<string> PublishedIdsAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in scope.Store.ListKeysAsync(prefix, cancellationToken))
            if (scope.Keys.PackageOf(key) is { } id && key == scope.Keys.Manifest(id))
                yield return id;
    }

    public string AddressOf(string packageId) => scope.AddressOf(scope.Keys.Package(packageId).TrimEnd('/'));

    private ModelPackage Prove(string packageId, byte[] manifest, byte[] onnx)
    {
        var package = ModelPackage.Verify(manifest, onnx, AddressOf(packageId));
        if (package.Id != packageId)
        {
            throw SealedJson.Damaged(
                $"{AddressOf(packageId)}: another package lies under this name: expected SHA-256 {packageId}, actual {package.Id}");
        }

        return package.Manifest.Name == scope.Keys.ModelName
            ? package
            : throw SealedJson.Damaged(
                $"{AddressOf(packageId)}: a package of another model lies under this name: expected {scope.Keys.ModelName}, actual {package.Manifest.Name}");
    }

    /// <summary>
    /// The exact version, or the current one where the version is gone, as in a copy of the store: the hash decides either way.
    /// </summary>
    private async Task<(ObjectVersion Version, byte[] Bytes)?> ReadAsync(
        string key, string? versionId, CancellationToken cancellationToken, long maximum = PackageFiles.MaximumJsonBytes) =>
        (versionId is null ? null : await scope.ReadAsync(key, versionId, cancellationToken, maximum))
        ?? await scope.ReadAsync(key, null, cancellationToken, maximum);

    private long BytesOf(string packageId, byte[] manifest) =>
        ManifestSerializer.Deserialize(manifest, scope.AddressOf(scope.Keys.Manifest(packageId))).Onnx.Bytes;

    private FashionMnistException NothingPromoted() =>
        new(ExitCodes.NotFound, $"no model is promoted in {scope.AddressOf(scope.Keys.Root.TrimEnd('/'))}; run ./build.sh Promote");

    private FashionMnistException NoSuchPackage(string packageId) =>
        new(ExitCodes.NotFound, $"{AddressOf(packageId)}: no such package; ./build.sh History lists what was published");

    private FashionMnistException Dangling(string packageId) =>
        new(
            ExitCodes.NotFound,
            $"{AddressOf(packageId)}: production names this package but its files are gone; run ./build.sh Rollback or "
            + "promote another one");
}
