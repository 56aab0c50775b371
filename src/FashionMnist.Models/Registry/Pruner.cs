namespace FashionMnist.Models.Registry;

/// <summary>A package that no version of production.json ever named.</summary>
/// <param name="PackageId">Identity of the package.</param>
/// <param name="Keys">Its objects; only model.onnx where a publisher was killed and never came back.</param>
/// <param name="Published">When its newest object was written (UTC).</param>
/// <param name="Bytes">Size of its objects.</param>
public sealed record PruneCandidate(string PackageId, IReadOnlyList<string> Keys, DateTimeOffset Published, long Bytes);

/// <summary>Removes packages that were never in production.</summary>
internal sealed class Pruner(RegistryScope scope, HistoryReader history, Ledger ledger)
{
    public async Task<IReadOnlyList<PruneCandidate>> PlanAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var named = await NamedAsync(cancellationToken);
        var keys = new Dictionary<string, List<string>>();
        await foreach (var key in scope.Store.ListKeysAsync(scope.Keys.Root, cancellationToken))
            if (scope.Keys.PackageOf(key) is { } id && !named.Contains(id))
                (keys.TryGetValue(id, out var list) ? list : keys[id] = []).Add(key);

        var candidates = new List<PruneCandidate>();
        foreach (var (id, list) in keys)
            if (await DescribeAsync(id, list, cancellationToken) is { } candidate
                && scope.Time.GetUtcNow() - candidate.Published >= minimumAge)
                candidates.Add(candidate);
        return [.. candidates.OrderBy(c => c.Published)];
    }

    /// <returns>What was removed; a package that was promoted since the plan was made is left out.</returns>
    public async Task<IReadOnlyList<PruneCandidate>> RemoveAsync(
        IReadOnlyList<PruneCandidate> plan, string? reason, CancellationToken cancellationToken)
    {
        var removed = new List<PruneCandidate>();
        foreach (var candidate in plan)
        {
            if ((await NamedAsync(cancellationToken)).Contains(candidate.PackageId))
                continue;
            if (!await WithdrawManifestAsync(candidate.PackageId, cancellationToken))
                continue;
            foreach (var key in candidate.Keys)
                await scope.Store.DeleteAsync(key, cancellationToken);
            await ledger.AppendAsync(RegistryAction.Pruned, candidate.PackageId, reason, null, cancellationToken);
            removed.Add(candidate);
        }

        return removed;
    }

    /// <summary>
    /// Without its manifest nobody can promote the package any more; if somebody did just before, the manifest goes back.
    /// </summary>
    private async Task<bool> WithdrawManifestAsync(string id, CancellationToken cancellationToken)
    {
        var key = scope.Keys.Manifest(id);
        if (await scope.ReadAsync(key, null, cancellationToken) is not { } manifest)
            return true;

        await scope.Store.DeleteAsync(key, cancellationToken);
        if (!(await NamedAsync(cancellationToken)).Contains(id))
            return true;
        await scope.Store.TryPutAsync(key, new MemoryStream(manifest.Bytes), null, CancellationToken.None);
        return false;
    }

    private async Task<HashSet<string>> NamedAsync(CancellationToken cancellationToken)
    {
        var named = new HashSet<string>();
        foreach (var pointer in await history.PointersAsync(int.MaxValue, cancellationToken))
        {
            named.Add(pointer.Content.PackageId);
            if (pointer.Content.Previous is { } previous)
                named.Add(previous.PackageId);
        }

        foreach (var entry in await ledger.ReadAsync(int.MaxValue, cancellationToken))
            if (entry.PointerVersionId is not null)
                named.Add(entry.PackageId);
        return named;
    }

    private async Task<PruneCandidate?> DescribeAsync(string id, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var versions = new List<Storage.ObjectVersion>();
        foreach (var key in keys)
            versions.AddRange(await scope.Store.ListVersionsAsync(key, cancellationToken));
        return versions.Count == 0 ? null : new PruneCandidate(id, keys, versions.Max(v => v.LastModified), versions.Sum(v => v.Size));
    }
}
