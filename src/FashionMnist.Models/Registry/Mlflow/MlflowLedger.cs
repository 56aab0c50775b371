using System.Globalization;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>An event and its number.</summary>
internal sealed record MlflowEntry(int Number, MlflowRecord Record)
{
    /// <summary>What takes the place of a version of production.json.</summary>
    public string Id => Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// The append-only record on MLflow: the parameters of one run, numbered from 1. A parameter of a run is the one thing MLflow lets nobody
/// overwrite, so writing the next number is a compare-and-swap: of two that want it, one is told that it is taken.
/// </summary>
internal sealed class MlflowLedger(MlflowScope scope)
{
    private const string KeyPrefix = "event.";
    private const string Purpose = "fashion_mnist.ledger_of";
    private string? _runId;

    /// <summary>All events, oldest first; none if there is no ledger yet.</summary>
    public async Task<IReadOnlyList<MlflowEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        if ((_runId ??= await FindRunIdAsync(cancellationToken)) is not { } runId)
            return [];
        var run = await scope.Api.FindRunAsync(runId, cancellationToken);
        if (run is null || run.Info.LifecycleStage == "deleted")
            throw Gone(runId);
        return [.. (run.Data?.Params ?? []).Where(p => NumberOf(p.Key) > 0).Select(p => ToEntry(runId, p)).OrderBy(e => e.Number)];
    }

    /// <summary>Registers the model and makes its ledger, unless both are there.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => EnsureRunAsync(cancellationToken);

    /// <summary>Appends what <paramref name="decide"/> makes of all events so far.</summary>
    /// <param name="decide">
    /// Is asked again whenever somebody else was faster; <see langword="null"/> means that nothing has to be written, an exception that it must not.
    /// </param>
    /// <param name="cancellationToken">Stops between attempts.</param>
    /// <returns>What was written, or <see langword="null"/>.</returns>
    public async Task<MlflowEntry?> AppendAsync(
        Func<IReadOnlyList<MlflowEntry>, MlflowRecord?> decide, CancellationToken cancellationToken)
    {
        var runId = await EnsureRunAsync(cancellationToken);
        while (true)
        {
            var entries = await ReadAsync(cancellationToken);
            if (decide(entries) is not { } record)
                return null;

            var entry = new MlflowEntry(entries.Count == 0 ? 1 : entries[^1].Number + 1, record);
            if (await scope.Api.TryLogParamAsync(runId, KeyOf(entry.Number), record.Serialize(), cancellationToken))
                return entry;
            if ((await ReadAsync(cancellationToken)).All(e => e.Number < entry.Number))
                throw new FashionMnistException(
                    ExitCodes.InputOutput, $"{AddressOf(runId)}: the server refuses {KeyOf(entry.Number)} although nobody wrote it; look into its log");
        }
    }

    /// <summary>
    /// Deletes the runs of those who wanted to make the ledger as well and were stopped before they had deleted theirs. Nobody can still need one: the
    /// ledger in use is named by the model.
    /// </summary>
    public async Task RemoveSparesAsync(CancellationToken cancellationToken)
    {
        if ((_runId ??= await FindRunIdAsync(cancellationToken)) is not { } used || await scope.FindExperimentAsync(cancellationToken) is not { } experiment)
            return;
        var runs = await scope.Api.SearchRunsAsync(experiment, $"tags.\"{Purpose}\" = '{scope.ModelName}'", cancellationToken);
        foreach (var spare in runs.Where(r => r.Info.RunId != used && !(r.Data?.Params ?? []).Any(p => NumberOf(p.Key) > 0)))
            await scope.Api.DeleteRunAsync(spare.Info.RunId, cancellationToken);
    }

    /// <summary>The last time a package was put into the store or taken out of it.</summary>
    public static MlflowEntry? LastMove(IReadOnlyList<MlflowEntry> entries, string packageId) => entries.LastOrDefault(
        e => e.Record.PackageId == packageId && e.Record.Action is RegistryAction.Published or RegistryAction.Pruned);

    /// <summary>An event that happens now.</summary>
    public async Task<MlflowRecord> DescribeAsync(RegistryAction action, string packageId, string? reason, double? accuracy, CancellationToken cancellationToken) =>
        new()
        {
            SchemaVersion = MlflowRecord.CurrentSchemaVersion,
            At = scope.Now,
            Action = action,
            PackageId = packageId,
            By = await scope.Caller(cancellationToken),
            Reason = reason,
            Accuracy = accuracy,
        };

    private async Task<string?> FindRunIdAsync(CancellationToken cancellationToken) =>
        (await scope.Api.FindModelAsync(scope.ModelName, cancellationToken))?.Tag(MlflowNames.LedgerRun);

    /// <summary>
    /// The model is registered together with the name of its ledger, which only one caller can do; a model that people registered before gets
    /// the name afterwards.
    /// </summary>
    private async Task<string> EnsureRunAsync(CancellationToken cancellationToken)
    {
        if ((_runId ??= await FindRunIdAsync(cancellationToken)) is { } known)
            return known;

        var runId = await CreateRunAsync(cancellationToken);
        var request = new CreateRegisteredModelRequest(scope.ModelName, [new(MlflowNames.LedgerRun, runId)], "Published by FashionMnist; see docs/mlflow.md there");
        if (!await scope.Api.TryCreateModelAsync(request, cancellationToken) && await FindRunIdAsync(cancellationToken) is null)
            await scope.Api.SetModelTagAsync(scope.ModelName, MlflowNames.LedgerRun, runId, cancellationToken);

        _runId = await FindRunIdAsync(cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.TryAgain, $"{scope.ModelAddress}: the registered model appeared and vanished meanwhile; run it again");
        if (_runId != runId)
            await scope.Api.DeleteRunAsync(runId, cancellationToken);
        return _runId;
    }

    private async Task<string> CreateRunAsync(CancellationToken cancellationToken)
    {
        var experiment = await scope.EnsureExperimentAsync(cancellationToken);
        var run = await scope.Api.CreateRunAsync(
            new CreateRunRequest(experiment, scope.Now.ToUnixTimeMilliseconds(), "ledger", [new(Purpose, scope.ModelName)]), cancellationToken);
        await scope.Api.FinishRunAsync(run.Info.RunId, scope.Now, cancellationToken);
        return run.Info.RunId;
    }

    private MlflowEntry ToEntry(string runId, MlflowParam parameter) =>
        new(NumberOf(parameter.Key), MlflowRecord.Deserialize(parameter.Value ?? "", $"{AddressOf(runId)}, {parameter.Key}"));

    private static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{number:000000}");

    private static int NumberOf(string key) =>
        key.StartsWith(KeyPrefix, StringComparison.Ordinal) && int.TryParse(key.AsSpan(KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private string AddressOf(string runId) => $"{scope.ModelAddress}, ledger in run {runId}";

    private FashionMnistException Gone(string runId) => new(
        ExitCodes.NotFound,
        $"{AddressOf(runId)}: the run is deleted: restore it on the server (mlflow runs restore --run-id {runId}), or remove the model's tag {MlflowNames.LedgerRun} "
        + "to begin a new ledger");
}
