using System.Text.Json;

namespace FashionMnist.Models.Registry;

/// <summary>The append-only record: one object per event.</summary>
internal sealed class Ledger(RegistryScope scope)
{
    /// <summary>
    /// Writes an event whose time is given by what it tells of, so that a rerun after a crash writes the missing one and never a second.
    /// </summary>
    public async Task EnsureAsync(LedgerEvent entry, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(KeyOf(entry), cancellationToken))
            await TryWriteAsync(entry, cancellationToken);
    }

    /// <inheritdoc cref="EnsureAsync(LedgerEvent, CancellationToken)"/>
    public async Task EnsureAsync(
        RegistryAction action, string packageId, DateTimeOffset at, string? reason, double? accuracy, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(scope.Keys.LedgerEvent(at, action.Name(), packageId), cancellationToken))
            await TryWriteAsync(await DescribeAsync(action, packageId, at, reason, accuracy, cancellationToken), cancellationToken);
    }

    /// <summary>Writes an event that happens now.</summary>
    public async Task AppendAsync(
        RegistryAction action, string packageId, string? reason, double? accuracy, CancellationToken cancellationToken)
    {
        var entry = await DescribeAsync(action, packageId, scope.Now, reason, accuracy, cancellationToken);
        while (!await TryWriteAsync(entry, cancellationToken))
            entry = entry with { At = entry.At + TimeSpan.FromMilliseconds(1) };
    }

    /// <summary>The newest events first, at most <paramref name="limit"/>. What is no event is named and passed over: somebody's file must not hide the record.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var key in scope.Store.ListKeysAsync(scope.Keys.Ledger, cancellationToken))
            keys.Add(key);

        var events = new List<LedgerEvent>();
        foreach (var key in keys.AsEnumerable().Reverse())
        {
            if (events.Count == limit)
                break;
            if (await scope.ReadAsync(key, null, cancellationToken) is not { } stored)
                continue;
            if (Deserialize(stored.Bytes) is { } entry && KeyOf(entry) == key)
                events.Add(entry);
            else
                scope.Notice($"{scope.AddressOf(key)}: not a ledger event; passed over");
        }

        return events;
    }

    public string KeyOf(LedgerEvent entry) => scope.Keys.LedgerEvent(entry.At, entry.Action.Name(), entry.PackageId);

    private async Task<LedgerEvent> DescribeAsync(
        RegistryAction action,
        string packageId,
        DateTimeOffset at,
        string? reason,
        double? accuracy,
        CancellationToken cancellationToken) =>
        new()
        {
            SchemaVersion = LedgerEvent.CurrentSchemaVersion,
            At = at,
            Action = action,
            Model = scope.Keys.ModelName,
            PackageId = packageId,
            By = await scope.Caller(cancellationToken),
            Reason = reason,
            Accuracy = accuracy,
        };

    private async Task<bool> IsThereAsync(string key, CancellationToken cancellationToken)
    {
        await using var existing = await scope.Store.GetAsync(key, cancellationToken: cancellationToken);
        return existing is not null;
    }

    private async Task<bool> TryWriteAsync(LedgerEvent entry, CancellationToken cancellationToken) =>
        await scope.Store.TryPutAsync(KeyOf(entry), new MemoryStream(Serialize(entry)), null, cancellationToken) is not null;

    private static byte[] Serialize(LedgerEvent entry) => JsonSerializer.SerializeToUtf8Bytes(entry, ModelsJsonContext.Default.LedgerEvent);

    private static LedgerEvent? Deserialize(byte[] utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, ModelsJsonContext.Default.LedgerEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
