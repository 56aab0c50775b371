using FashionMnist.Models.Packages;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>A package in a store.</summary>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="Published">When its manifest was written (UTC).</param>
/// <param name="Manifest">What its manifest says.</param>
public sealed record PublishedPackage(string PackageId, DateTimeOffset Published, ModelManifest Manifest);

/// <summary>
/// The versions of one model in a store: publish, promote, roll back, load, and who did what. All failures are
/// <see cref="FashionMnistException"/>s; every method can be repeated after any interruption.
/// </summary>
public sealed class ModelRegistry
{
    private readonly RegistryScope _scope;
    private readonly PackageReader _reader;
    private readonly Ledger _ledger;
    private readonly Publisher _publisher;
    private readonly Promoter _promoter;
    private readonly HistoryReader _history;
    private readonly Pruner _pruner;

    /// <summary>Opens the registry of one model. Nothing is read or written yet.</summary>
    /// <param name="store">The store.</param>
    /// <param name="modelName">Name of the model: a-z, 0-9 and '-'.</param>
    /// <param name="caller">Tells who is acting; default: <see cref="Callers.For"/> the store.</param>
    /// <param name="timeProvider">The clock; default: the system's.</param>
    public ModelRegistry(
        IVersionedObjectStore store,
        string modelName,
        Func<CancellationToken, Task<string>>? caller = null,
        TimeProvider? timeProvider = null)
    {
        _scope = new RegistryScope(store, new StoreKeys(modelName), caller ?? Callers.For(store), timeProvider ?? TimeProvider.System);
        _reader = new PackageReader(_scope);
        _ledger = new Ledger(_scope);
        _publisher = new Publisher(_scope, _reader, _ledger);
        _promoter = new Promoter(_scope, _reader, _ledger);
        _history = new HistoryReader(_scope, _reader, _ledger);
        _pruner = new Pruner(_scope, _history, _ledger);
    }

    /// <summary>Where the objects of this model lie.</summary>
    public StoreKeys Keys => _scope.Keys;

    /// <summary>Whether the store has anything of this model.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var _ in _scope.Store.ListKeysAsync(Keys.Root, cancellationToken))
            return true;
        return false;
    }

    /// <summary>Uploads a package unless its bytes are there already. Never touches production.json.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.BadInput"/> without metrics or for another model; <see cref="ExitCodes.Refused"/> where a shared store gets a
    /// synthetic or dirty model.
    /// </exception>
    public Task<PublishResult> PublishAsync(
        ModelPackage package, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        _publisher.PublishAsync(package, options ?? new PublishOptions(), cancellationToken);

    /// <summary>Puts a published package into production, after proving its hashes.</summary>
    /// <param name="packageId">The id, or its first 8 or more digits if they are unique.</param>
    /// <param name="options">Reason, force, dry run.</param>
    /// <param name="cancellationToken">Stops before the pointer is written.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/>, <see cref="ExitCodes.Integrity"/>, or <see cref="ExitCodes.TryAgain"/> if somebody else was
    /// faster.
    /// </exception>
    public Task<PromotionResult> PromoteAsync(
        string packageId, PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.PromoteAsync(packageId, options ?? new PromoteOptions(), cancellationToken);

    /// <summary>
    /// Puts the package into production that was there before. Repeated rollbacks walk further back and end with
    /// <see cref="ExitCodes.NotFound"/> at the first promotion; what was taken back returns only by promoting it.
    /// </summary>
    public Task<PromotionResult> RollbackAsync(PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.RollbackAsync(options ?? new PromoteOptions(), cancellationToken);

    /// <summary>The pointer, or <see langword="null"/> if nothing was ever promoted.</summary>
    public Task<StoredPointer?> ReadPointerAsync(CancellationToken cancellationToken = default) =>
        _reader.PointerAsync(null, cancellationToken);

    /// <summary>Loads the model in production, every hash proved.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> or <see cref="ExitCodes.Integrity"/>.</exception>
    public Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken = default) =>
        _reader.ProductionAsync(cancellationToken);

    /// <summary>Loads an exact package, every hash proved.</summary>
    /// <param name="packageId">The id, or its first 8 or more digits if they are unique.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> or <see cref="ExitCodes.Integrity"/>.</exception>
    public async Task<LoadedModel> LoadPackageAsync(string packageId, CancellationToken cancellationToken = default)
    {
        var id = StoreKeys.IsPackageId(packageId) ? packageId : await _reader.FindAsync(packageId, cancellationToken);
        var stored = await _reader.PackageAsync(id, cancellationToken);
        return new LoadedModel(stored.Package, _reader.AddressOf(id), null);
    }

    /// <summary>All published packages, newest first.</summary>
    public async Task<IReadOnlyList<PublishedPackage>> ListPackagesAsync(CancellationToken cancellationToken = default)
    {
        var packages = new List<PublishedPackage>();
        await foreach (var id in _reader.PublishedIdsAsync(Keys.Root, cancellationToken))
        {
            var key = Keys.Manifest(id);
            if (await _scope.ReadAsync(key, null, cancellationToken) is { } stored)
                packages.Add(new PublishedPackage(
                    id, stored.Version.LastModified, ManifestSerializer.Deserialize(stored.Bytes, _scope.AddressOf(key))));
        }

        return [.. packages.OrderByDescending(p => p.Published)];
    }

    /// <summary>What happened to the packages of this model, newest first.</summary>
    /// <param name="limit">Most lines to return. Default: 100.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        _history.ReadAsync(limit, cancellationToken);

    /// <summary>Records that the gate did not let a package out.</summary>
    public Task RecordRefusalAsync(
        string packageId, string reason, double? accuracy = null, CancellationToken cancellationToken = default) =>
        _ledger.AppendAsync(RegistryAction.Refused, packageId, reason, accuracy, cancellationToken);

    /// <summary>The packages that no version of production.json ever named, oldest first.</summary>
    /// <param name="minimumAge">Younger packages stay: somebody may be about to promote or still be uploading them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<IReadOnlyList<PruneCandidate>> PlanPruneAsync(TimeSpan minimumAge, CancellationToken cancellationToken = default) =>
        _pruner.PlanAsync(minimumAge, cancellationToken);

    /// <summary>Removes the packages of a plan for good, except those promoted since.</summary>
    /// <returns>What was removed.</returns>
    public Task<IReadOnlyList<PruneCandidate>> PruneAsync(
        IReadOnlyList<PruneCandidate> plan, string? reason = null, CancellationToken cancellationToken = default) =>
        _pruner.RemoveAsync(plan, reason, cancellationToken);
}
