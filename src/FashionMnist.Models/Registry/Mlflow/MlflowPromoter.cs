using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Changes production: first the event, which only one of several promoters can write, then the alias, which follows the newest event.
/// MLflow has no conditional change of an alias, so whoever finds a newer event after moving it moves it on.
/// </summary>
internal sealed class MlflowPromoter(MlflowScope scope, MlflowReader reader, MlflowLedger ledger)
{
    public async Task<PromotionResult> PromoteAsync(string idOrPrefix, PromoteOptions options, CancellationToken cancellationToken)
    {
        var version = await reader.ChooseAsync(idOrPrefix, cancellationToken);
        var package = await reader.PackageAsync(version, cancellationToken);
        await reader.RequireFlavoursAsync(version, cancellationToken);
        PublishRules.CheckPromotable(package.Manifest, scope.Target);
        var head = await HeadAsync(cancellationToken);
        var current = await reader.ProductionAsync(cancellationToken);
        if (current is { Entry: not null, Fault: null } && current.Version.Number == version.Number)
            return AlreadyThere(current);

        var action = options.Forced ? RegistryAction.Forced : RegistryAction.Promoted;
        var previous = current is not { IsKnown: true } || current.Version.Number == version.Number ? null : new PointerReference(current.Version.PackageId, current.PointerId);
        return await WriteAsync(new Change(version, package, action, previous, current, head), options, cancellationToken);
    }

    public async Task<PromotionResult> RollbackAsync(PromoteOptions options, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var current = await reader.ProductionAsync(cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"no model is promoted in {scope.ModelAddress}: there is nothing to roll back");
        var target = (current.Entry is { } entry ? entry.Record.Previous : Reference(head))
            ?? throw new FashionMnistException(
                ExitCodes.NotFound,
                $"nothing was in production before {StoreKeys.Abbreviate(current.Version.PackageId)}: promote the package you want by its id");

        var version = await reader.FindVersionAsync(target.PackageId, cancellationToken) ?? throw reader.NoSuchPackage(target.PackageId);
        var package = await reader.PackageAsync(version, cancellationToken);
        var restored = (await ledger.ReadAsync(cancellationToken)).FirstOrDefault(e => e.Id == target.VersionId);
        return await WriteAsync(
            new Change(version, package, RegistryAction.RolledBack, restored?.Record.Previous, current, head), options, cancellationToken);
    }

    private async Task<PromotionResult> WriteAsync(Change change, PromoteOptions options, CancellationToken cancellationToken)
    {
        var id = change.Version.PackageId;
        var replaced = change.Current is { IsKnown: true } current && current.Version.PackageId is var before && before != id ? before : null;
        if (options.DryRun)
            return Result(id, replaced, "would put into production:");

        // An event whose writer was stopped before the alias moved: it is carried out now, not written twice.
        var isPending = change.Head is { } head && head.Record.PackageId == id && head.Record.ModelVersion == change.Version.Text
            && await reader.IsPendingAsync(head, cancellationToken);
        await RequireRightAsync(change.Version, cancellationToken);
        var entry = isPending ? change.Head! : await AppendAsync(change, options.Reason, cancellationToken);
        await scope.Api.SetAliasAsync(scope.ModelName, scope.Alias, change.Version.Text, cancellationToken);
        await RequireNewestAsync(entry, cancellationToken);
        await scope.Api.SetVersionTagAsync(
            scope.ModelName, change.Version.Text, MlflowNames.LastPromotion, entry.Record.Description, cancellationToken);
        return Result(id, replaced, $"{entry.Record.Action.Name()}:");
    }

    /// <summary>
    /// An event that cannot be carried out must not be written: somebody else would do it later. Experiment and model have separate permissions, and
    /// changing a tag needs the same as moving an alias.
    /// </summary>
    private Task RequireRightAsync(MlflowVersion version, CancellationToken cancellationToken) =>
        scope.Api.SetVersionTagAsync(scope.ModelName, version.Text, MlflowNames.OnnxSha256, version.PackageId, cancellationToken);

    private async Task<MlflowEntry> AppendAsync(Change change, string? reason, CancellationToken cancellationToken)
    {
        var accuracy = change.Package.Manifest.Metrics!.Accuracy;
        var record = await ledger.DescribeAsync(change.Action, change.Version.PackageId, reason, accuracy, cancellationToken) with
        {
            ManifestSha256 = change.Version.ManifestSha256,
            ModelVersion = change.Version.Text,
            Previous = change.Previous,
        };
        var entry = await ledger.AppendAsync(
            entries => MlflowLedger.LastMove(entries, record.PackageId) is { Record.Action: RegistryAction.Pruned } removal ? throw Removed(removal)
                : Newest(entries) is { } newest && newest.Number > (change.Head?.Number ?? 0) ? throw Overtaken(newest)
                : record,
            cancellationToken);
        return entry!;
    }

    /// <summary>Between the event and the alias somebody may have written a newer event, and moved the alias before this run did.</summary>
    private async Task RequireNewestAsync(MlflowEntry entry, CancellationToken cancellationToken)
    {
        var newest = await HeadAsync(cancellationToken);
        if (newest is null || newest.Number <= entry.Number)
            return;
        await scope.Api.SetAliasAsync(scope.ModelName, scope.Alias, newest.Record.ModelVersion!, cancellationToken);
        throw Overtaken(newest);
    }

    private async Task<MlflowEntry?> HeadAsync(CancellationToken cancellationToken) => Newest(await ledger.ReadAsync(cancellationToken));

    private static MlflowEntry? Newest(IReadOnlyList<MlflowEntry> entries) => entries.LastOrDefault(e => e.Record.ChangesProduction);

    private static PointerReference? Reference(MlflowEntry? entry) => entry is null ? null : new PointerReference(entry.Record.PackageId, entry.Id);

    private static FashionMnistException Overtaken(MlflowEntry winner) => new(
        ExitCodes.TryAgain,
        $"overtaken: {winner.Record.By} put {StoreKeys.Abbreviate(winner.Record.PackageId)} into production at {winner.Record.At:u} while this run was at work; "
        + "look at ./build.sh History and run it again if it is still wanted");

    private FashionMnistException Removed(MlflowEntry removal) => new(
        ExitCodes.NotFound,
        $"{scope.AddressOf(removal.Record.PackageId)}: {removal.Record.By} removed this package at {removal.Record.At:u}; publish it again first");

    private static PromotionResult AlreadyThere(MlflowProduction current)
    {
        var (id, record) = (current.Version.PackageId, current.Entry!.Record);
        return new PromotionResult(
            false, id, id, $"{StoreKeys.Abbreviate(id)} is already in production, {record.Action.Name()} by {record.By} at {record.At:u}; nothing changed");
    }

    private PromotionResult Result(string id, string? replaced, string done) =>
        new(true, id, replaced, $"{done} {scope.AddressOf(id)}" + (replaced is null ? "" : $" instead of {StoreKeys.Abbreviate(replaced)}"));

    private sealed record Change(
        MlflowVersion Version, ModelPackage Package, RegistryAction Action, PointerReference? Previous, MlflowProduction? Current, MlflowEntry? Head);
}
