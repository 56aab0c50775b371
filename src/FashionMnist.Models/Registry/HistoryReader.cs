namespace FashionMnist.Models.Registry;

/// <summary>One line of the history of a model.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Action">What happened.</param>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="By">Who did it; none if the one who did was stopped before it could be recorded.</param>
/// <param name="Reason">Why; none if nobody said.</param>
/// <param name="Accuracy">Accuracy on the test set, 0 to 1; none if it is not known.</param>
/// <param name="PointerVersionId">For changes of production: the version of production.json.</param>
/// <param name="InProduction">Whether this line put the package there that is in production now.</param>
public sealed record HistoryEntry(
    DateTimeOffset At,
    RegistryAction Action,
    string PackageId,
    string? By,
    string? Reason,
    double? Accuracy,
    string? PointerVersionId,
    bool InProduction);

/// <summary>
/// Merges what the pointer's versions, the ledger and the packages tell. The pointer's versions are the truth about production and the
/// manifests about publishing, so that nothing is missing where a process was killed before it wrote its ledger event.
/// </summary>
internal sealed class HistoryReader(RegistryScope scope, PackageReader reader, Ledger ledger)
{
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var pointers = await PointersAsync(limit, cancellationToken);
        var current = await reader.PointerAsync(null, cancellationToken);
        var events = new Dictionary<string, LedgerEvent>();
        foreach (var entry in pointers.Select(Promoter.EventOf).Concat(await ledger.ReadAsync(limit, cancellationToken)))
            events.TryAdd(ledger.KeyOf(entry), entry);

        var entries = events.Values.Select(e => ToEntry(e, current)).ToList();
        entries.AddRange(await UnrecordedAsync(cancellationToken));
        return [.. entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Action).Take(limit)];
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<StoredPointer>> PointersAsync(int limit, CancellationToken cancellationToken)
    {
        var versions = await scope.Store.ListVersionsAsync(scope.Keys.Production, cancellationToken);
        var pointers = new List<StoredPointer>();
        foreach (var version in versions.Take(limit))
            if (await reader.PointerAsync(version.VersionId, cancellationToken) is { } pointer)
                pointers.Add(pointer);
        return pointers;
    }

    private static HistoryEntry ToEntry(LedgerEvent e, StoredPointer? current) =>
        new(
            e.At, e.Action, e.PackageId, e.By, e.Reason, e.Accuracy, e.PointerVersionId,
            e.PointerVersionId is not null && e.PointerVersionId == current?.VersionId);

    /// <summary>Packages whose publisher was killed after the manifest and before the event.</summary>
    private async Task<IReadOnlyList<HistoryEntry>> UnrecordedAsync(CancellationToken cancellationToken)
    {
        var recorded = new HashSet<string>();
        await foreach (var key in scope.Store.ListKeysAsync(scope.Keys.Ledger, cancellationToken))
            recorded.Add(key);

        var entries = new List<HistoryEntry>();
        await foreach (var id in reader.PublishedIdsAsync(scope.Keys.Root, cancellationToken))
            if (!recorded.Any(k => k.EndsWith(StoreKeys.LedgerSuffix(RegistryAction.Published.Name(), id), StringComparison.Ordinal))
                && await scope.ReadAsync(scope.Keys.Manifest(id), null, cancellationToken) is { } manifest)
                entries.Add(new HistoryEntry(
                    Publisher.TimeOf(manifest.Version), RegistryAction.Published, id, null, null, null, null, false));
        return entries;
    }
}
