using System.Globalization;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Removes packages that were never in production: first the event, after which nobody can promote the package, then the model version, its
/// files and the run. What a run that was stopped left is found again by the run's tags.
/// </summary>
internal sealed class MlflowPruner(MlflowScope scope, MlflowReader reader, MlflowLedger ledger)
{
    private const int MostFailures = 5;

    public async Task<IReadOnlyList<PruneCandidate>> PlanAsync(TimeSpan minimumAge, CancellationToken cancellationToken)
    {
        var named = await NamedAsync(cancellationToken);
        var versions = (await reader.VersionsAsync(cancellationToken)).ToDictionary(v => v.PackageId);
        var candidates = new List<PruneCandidate>();
        foreach (var group in (await RunsAsync("", cancellationToken)).GroupBy(r => r.Tag(MlflowNames.OnnxSha256)!).Where(g => !named.Contains(g.Key)))
            if (await DescribeAsync(group.Key, [.. group], versions.GetValueOrDefault(group.Key), cancellationToken) is var candidate && scope.Time.GetUtcNow() - candidate.Published >= minimumAge)
                candidates.Add(candidate);
        return [.. candidates.OrderBy(c => c.Published)];
    }

    public async Task<IReadOnlyList<PruneCandidate>> RemoveAsync(IReadOnlyList<PruneCandidate> plan, string? reason, CancellationToken cancellationToken)
    {
        await ledger.RemoveSparesAsync(cancellationToken);
        var (removed, failures) = (new List<PruneCandidate>(), new List<FashionMnistException>());
        foreach (var candidate in plan)
        {
            try
            {
                if (!await ClaimAsync(candidate.PackageId, reason, cancellationToken))
                    continue;
                await RemoveAsync(candidate.PackageId, cancellationToken);
                removed.Add(candidate);
            }
            catch (FashionMnistException e)
            {
                // One package that cannot go must not keep the others; a server that refuses several will refuse all.
                failures.Add(e);
                if (failures.Count == MostFailures)
                    break;
            }
        }

        return failures.Count == 0
            ? removed
            : throw new FashionMnistException(
                failures[0].ExitCode, $"{failures[0].Message}; {removed.Count} of {plan.Count} packages are removed, run it again for the rest", failures[0]);
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
        foreach (var version in await scope.Api.SearchVersionsAsync(scope.ModelName, packageId, cancellationToken))
            await scope.Api.DeleteVersionAsync(scope.ModelName, version.Version, cancellationToken);
        foreach (var run in await RunsAsync($"tags.\"{MlflowNames.OnnxSha256}\" = '{packageId}'", cancellationToken))
        {
            await scope.Artifacts.DeleteAsync(run.Info.ArtifactUri!, cancellationToken);
            await scope.Api.DeleteRunAsync(run.Info.RunId, cancellationToken);
        }
    }

    private async Task<PruneCandidate> DescribeAsync(
        string packageId, IReadOnlyList<MlflowRun> runs, MlflowVersion? version, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, long>();
        foreach (var run in runs)
            foreach (var (name, bytes) in await FilesAsync(run, cancellationToken))
                files[$"{MlflowNames.FolderOf(run)}/{name}"] = bytes;
        var newest = DateTimeOffset.FromUnixTimeMilliseconds(runs.Max(PublishingBegan));
        if (version is not null && version.Created > newest)
            newest = version.Created;
        return new PruneCandidate(packageId, [.. files.Keys], newest, files.Values.Sum());
    }

    private static long PublishingBegan(MlflowRun run) =>
        long.TryParse(run.Tag(MlflowNames.PublishingBegan), NumberStyles.None, CultureInfo.InvariantCulture, out var began) ? began : run.Info.StartTime ?? 0;

    private async Task<IReadOnlyList<MlflowRun>> RunsAsync(string filter, CancellationToken cancellationToken) =>
        await scope.FindExperimentAsync(cancellationToken) is { } experiment
            ? [.. (await scope.Api.SearchRunsAsync(experiment, filter, cancellationToken)).Where(r => r.Tag(MlflowNames.OnnxSha256) is { } id && StoreKeys.IsPackageId(id))]
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
