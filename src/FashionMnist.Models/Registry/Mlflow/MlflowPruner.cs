using System.Globalization;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Removes packages that were never in production: first the event, after which nobody can promote the package, then the model version, its
/// files and the run. What a run that was stopped left is found again by the run's tags.
/// </summary>
internal sealed class MlflowPruner(MlflowScope scope, MlflowReader reader, MlflowLedger ledger)
{
    public async Task<IReadOnlyList<PruneCandidate>> PlanAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var named = await NamedAsync(cancellationToken);
        var candidates = new List<PruneCandidate>();
        foreach (var group in (await RunsAsync(cancellationToken)).GroupBy(r => r.Tag(MlflowNames.OnnxSha256)!).Where(g => !named.Contains(g.Key)))
            if (await DescribeAsync(group.Key, [.. group], cancellationToken) is var candidate && scope.Time.GetUtcNow() - candidate.Published >= minimumAge)
                candidates.Add(candidate);
        return [.. candidates.OrderBy(c => c.Published)];
    }

    public async Task<IReadOnlyList<PruneCandidate>> RemoveAsync(IReadOnlyList<PruneCandidate> plan, string? reason, CancellationToken cancellationToken)
    {
        var removed = new List<PruneCandidate>();
        foreach (var candidate in plan)
        {
            if (!await ClaimAsync(candidate.PackageId, reason, cancellationToken))
                continue;
            await RemoveAsync(candidate.PackageId, cancellationToken);
            removed.Add(candidate);
        }

        return removed;
    }

    /// <summary>Writes the event, of which the promoter of the same package hears before it can write its own.</summary>
    /// <returns>Whether the package may go.</returns>
    private async Task<bool> ClaimAsync(string packageId, string? reason, CancellationToken cancellationToken)
    {
        if ((await reader.ProductionAsync(cancellationToken))?.Version.PackageId == packageId)
            return false;

        var named = false;
        var record = await ledger.DescribeAsync(RegistryAction.Pruned, packageId, reason, null, cancellationToken);
        await ledger.AppendAsync(
            entries =>
            {
                named = NamedIn(entries).Contains(packageId);
                return named || MlflowLedger.LastMove(entries, packageId) is { Record.Action: RegistryAction.Pruned } ? null : record;
            },
            cancellationToken);
        return !named;
    }

    private async Task RemoveAsync(string packageId, CancellationToken cancellationToken)
    {
        foreach (var version in (await scope.Api.SearchVersionsAsync(scope.ModelName, cancellationToken)).Where(v => v.Tag(MlflowNames.OnnxSha256) == packageId))
            await scope.Api.DeleteVersionAsync(scope.ModelName, version.Version, cancellationToken);
        foreach (var run in (await RunsAsync(cancellationToken)).Where(r => r.Tag(MlflowNames.OnnxSha256) == packageId))
        {
            await scope.Artifacts.DeleteAsync(run.Info.ArtifactUri!, cancellationToken);
            await scope.Api.DeleteRunAsync(run.Info.RunId, cancellationToken);
        }
    }

    private async Task<PruneCandidate> DescribeAsync(string packageId, IReadOnlyList<MlflowRun> runs, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, long>();
        foreach (var run in runs)
            foreach (var (name, bytes) in await FilesAsync(run, cancellationToken))
                files[$"{MlflowNames.FolderOf(run)}/{name}"] = bytes;
        var newest = DateTimeOffset.FromUnixTimeMilliseconds(runs.Max(PublishingBegan));
        if (await reader.FindVersionAsync(packageId, cancellationToken) is { } version && version.Created > newest)
            newest = version.Created;
        return new PruneCandidate(packageId, [.. files.Keys], newest, files.Values.Sum());
    }

    private static long PublishingBegan(MlflowRun run) =>
        long.TryParse(run.Tag(MlflowNames.PublishingBegan), NumberStyles.None, CultureInfo.InvariantCulture, out var began) ? began : run.Info.StartTime ?? 0;

    private async Task<IReadOnlyList<MlflowRun>> RunsAsync(CancellationToken cancellationToken) =>
        await scope.FindExperimentAsync(cancellationToken) is { } experiment
            ? [.. (await scope.Api.SearchRunsAsync(experiment, "", cancellationToken)).Where(r => r.Tag(MlflowNames.OnnxSha256) is { } id && StoreKeys.IsPackageId(id))]
            : [];

    private Task<IReadOnlyDictionary<string, long>> FilesAsync(MlflowRun run, CancellationToken cancellationToken) =>
        scope.Artifacts.ListAsync(MlflowNames.FolderOf(run), cancellationToken);

    private async Task<HashSet<string>> NamedAsync(CancellationToken cancellationToken)
    {
        var named = NamedIn(await ledger.ReadAsync(cancellationToken));
        if (await reader.ProductionAsync(cancellationToken) is { } production)
            named.Add(production.Version.PackageId);
        return named;
    }

    private static HashSet<string> NamedIn(IReadOnlyList<MlflowEntry> entries)
    {
        var named = new HashSet<string>();
        foreach (var entry in entries.Where(e => e.Record.ChangesProduction))
        {
            named.Add(entry.Record.PackageId);
            if (entry.Record.Previous is { } previous)
                named.Add(previous.PackageId);
        }

        return named;
    }
}
