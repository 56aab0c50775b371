namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>Merges what the ledger, the alias and the model versions tell.</summary>
internal sealed class MlflowHistory(MlflowScope scope, MlflowReader reader, MlflowLedger ledger)
{
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var entries = await ledger.ReadAsync(cancellationToken);
        var production = await reader.ProductionAsync(cancellationToken);
        var history = entries.Select(e => ToHistory(e, production)).ToList();

        // Versions whose publisher was killed before it wrote the event.
        var recorded = entries.Where(e => e.Record.Action == RegistryAction.Published).Select(e => e.Record.PackageId).ToHashSet();
        foreach (var version in (await reader.VersionsAsync(cancellationToken)).Where(v => !recorded.Contains(v.PackageId)))
            history.Add(new HistoryEntry(version.Created, RegistryAction.Published, version.PackageId, null, null, null, null, false));
        if (production is { Entry: null, IsKnown: true })
            history.Add(new HistoryEntry(
                production.Updated, RegistryAction.Promoted, production.Version.PackageId, null, MlflowProduction.Outside, null, production.PointerId, true));
        return [.. history.OrderByDescending(e => e.At).ThenByDescending(e => e.Action).Take(limit)];
    }

    public async Task<StoredPointer?> PointerAsync(CancellationToken cancellationToken)
    {
        if (await reader.ProductionAsync(cancellationToken) is not { } production)
            return null;
        if (production is { Entry: null, Fault: { } fault })
            throw fault;
        var (version, record) = (production.Version, production.Entry?.Record);
        var pointer = new ProductionPointer
        {
            SchemaVersion = ProductionPointer.CurrentSchemaVersion,
            Model = scope.ModelName,
            PackageId = version.PackageId,
            OnnxSha256 = version.PackageId,
            OnnxVersionId = version.Text,
            ManifestSha256 = version.ManifestSha256,
            ManifestVersionId = version.Text,
            Accuracy = record?.Accuracy ?? (await reader.PackageAsync(version, cancellationToken)).Manifest.Metrics?.Accuracy ?? 0,
            Action = record?.Action ?? RegistryAction.Promoted,
            By = record?.By ?? MlflowProduction.Outside,
            At = record?.At ?? production.Updated,
            Reason = record?.Reason,
            Previous = record?.Previous,
        };
        return new StoredPointer(pointer, production.PointerId);
    }

    private static HistoryEntry ToHistory(MlflowEntry entry, MlflowProduction? production)
    {
        var record = entry.Record;
        return new HistoryEntry(
            record.At, record.Action, record.PackageId, record.By, record.Reason, record.Accuracy, record.ChangesProduction ? entry.Id : null, entry == production?.Entry);
    }
}
