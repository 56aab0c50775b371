using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>
/// The versions of one model, wherever they are kept: publish, promote, roll back, load, and who did what. All failures are
/// <see cref="FashionMnistException"/>s; every method can be repeated after any interruption.
/// </summary>
public interface IModelRegistry
{
    /// <summary>Name of the model.</summary>
    string ModelName { get; }

    /// <summary>The address users know the registry's store by, for messages.</summary>
    string Address { get; }

    /// <summary>
    /// Whether other people and machines rely on this registry or it is one person's folder.
    /// Models of drawn data and of an uncommitted working tree stay out of a shared one.
    /// </summary>
    bool IsShared { get; }

    /// <summary>Whether there is anything of this model.</summary>
    Task<bool> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Uploads a package unless its bytes are there already. Never changes what is in production.</summary>
    /// <param name="package">The package.</param>
    /// <param name="options">Dirty working trees, dry run.</param>
    /// <param name="cancellationToken">Stops before the package exists.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.BadInput"/> without metrics or for another model; <see cref="ExitCodes.Refused"/> where a shared registry gets
    /// a synthetic or dirty model.
    /// </exception>
    Task<PublishResult> PublishAsync(ModelPackage package, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Puts a published package into production, after proving its hashes.</summary>
    /// <param name="packageId">The id, or its first 8 or more digits if they are unique.</param>
    /// <param name="options">Reason, force, dry run.</param>
    /// <param name="cancellationToken">Stops before production is changed.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/>, <see cref="ExitCodes.Integrity"/>, or <see cref="ExitCodes.TryAgain"/> if somebody else was
    /// faster.
    /// </exception>
    Task<PromotionResult> PromoteAsync(string packageId, PromoteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts the package into production that was there before. Repeated rollbacks walk further back and end with
    /// <see cref="ExitCodes.NotFound"/> at the first promotion; what was taken back returns only by promoting it.
    /// </summary>
    Task<PromotionResult> RollbackAsync(PromoteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>What is in production and how it got there, or <see langword="null"/> if nothing was ever promoted.</summary>
    Task<StoredPointer?> ReadPointerAsync(CancellationToken cancellationToken = default);

    /// <summary>Loads the model in production, every hash proved.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> or <see cref="ExitCodes.Integrity"/>.</exception>
    Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken = default);

    /// <summary>Loads an exact package, every hash proved.</summary>
    /// <param name="packageId">The id, or its first 8 or more digits if they are unique.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> or <see cref="ExitCodes.Integrity"/>.</exception>
    Task<LoadedModel> LoadPackageAsync(string packageId, CancellationToken cancellationToken = default);

    /// <summary>All published packages, newest first.</summary>
    Task<IReadOnlyList<PublishedPackage>> ListPackagesAsync(CancellationToken cancellationToken = default);

    /// <summary>What happened to the packages of this model, newest first.</summary>
    /// <param name="limit">Most lines to return. Default: 100.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<HistoryEntry>> HistoryAsync(int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Records that the gate did not let a package out.</summary>
    Task RecordRefusalAsync(string packageId, string reason, double? accuracy = null, CancellationToken cancellationToken = default);

    /// <summary>The packages that were never in production, oldest first.</summary>
    /// <param name="minimumAge">Younger packages stay: somebody may be about to promote or still be uploading them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<PruneCandidate>> PlanPruneAsync(TimeSpan minimumAge, CancellationToken cancellationToken = default);

    /// <summary>Removes the packages of a plan for good, except those promoted since.</summary>
    /// <returns>What was removed.</returns>
    Task<IReadOnlyList<PruneCandidate>> PruneAsync(
        IReadOnlyList<PruneCandidate> plan, string? reason = null, CancellationToken cancellationToken = default);
}
