using FashionMnist.Models.Packages;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>A package in a store.</summary>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="Published">When its manifest was written (UTC).</param>
/// <param name="Manifest">What its manifest says.</param>
public sealed record PublishedPackage(string PackageId, DateTimeOffset Published, ModelManifest Manifest);

/// <summary>The registry of one model in a versioned store.</summary>
public sealed class ModelRegistry : IModelRegistry
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
    /// <param name="notice">Gets one line about what is passed over; default: nobody.</param>
    public ModelRegistry(
        IVersionedObjectStore store,
        string modelName,
        Func<CancellationToken, Task<string>>? caller = null,
        TimeProvider? timeProvider = null,
        Action<string>? notice = null)
    {
        _scope = new RegistryScope(store, new StoreKeys(modelName), caller ?? Callers.For(store), timeProvider ?? TimeProvider.System, notice ?? (_ => { }));
        _reader = new PackageReader(_scope);
        _ledger = new Ledger(_scope);
        _publisher = new Publisher(_scope, _reader, _ledger);
        _promoter = new Promoter(_scope, _reader, _ledger);
        _history = new HistoryReader(_scope, _reader, _ledger);
        _pruner = new Pruner(_scope, _history, _ledger);
    }

    /// <summary>Where the objects of this model lie.</summary>
    public StoreKeys Keys => _scope.Keys;

    /// <inheritdoc/>
    public string ModelName => Keys.ModelName;

    /// <inheritdoc/>
    public string Address => _scope.Store.Address;

    /// <inheritdoc/>
    public bool IsShared => _scope.Store.IsShared;

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var _ in _scope.Store.ListKeysAsync(Keys.Root, cancellationToken))
            return true;
        return false;
    }

    /// <inheritdoc/>
    public Task<PublishResult> PublishAsync(
        ModelPackage package, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        _publisher.PublishAsync(package, options ?? new PublishOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<PromotionResult> PromoteAsync(
        string packageId, PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.PromoteAsync(packageId, options ?? new PromoteOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<PromotionResult> RollbackAsync(PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.RollbackAsync(options ?? new PromoteOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredPointer?> ReadPointerAsync(CancellationToken cancellationToken = default) =>
        _reader.PointerAsync(null, cancellationToken);

    /// <inheritdoc/>
    public Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken = default) =>
        _reader.ProductionAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<LoadedModel> LoadPackageAsync(string packageId, CancellationToken cancellationToken = default)
    {
        var id = StoreKeys.IsPackageId(packageId) ? packageId : await _reader.FindAsync(packageId, cancellationToken);
        var stored = await _reader.PackageAsync(id, cancellationToken);
        return new LoadedModel(stored.Package, _reader.AddressOf(id), null);
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        _history.ReadAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public Task RecordRefusalAsync(
        string packageId, string reason, double? accuracy = null, CancellationToken cancellationToken = default) =>
        _ledger.AppendAsync(RegistryAction.Refused, packageId, reason, accuracy, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PruneCandidate>> PlanPruneAsync(TimeSpan minimumAge, CancellationToken cancellationToken = default) =>
        _pruner.PlanAsync(minimumAge, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PruneCandidate>> PruneAsync(
        IReadOnlyList<PruneCandidate> plan, string? reason = null, CancellationToken cancellationToken = default) =>
        _pruner.RemoveAsync(plan, reason, cancellationToken);
}
