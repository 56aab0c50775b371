namespace FashionMnist.Models.Registry;

/// <summary>Conditions of changing production.</summary>
public sealed record PromoteOptions
{
    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the gate had refused the package and somebody insists; recorded as forced. Default: no.</summary>
    public bool Forced { get; init; }

    /// <summary>Whether to check everything and write nothing. Default: no.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a promotion or a rollback did, or in a dry run would do.</summary>
/// <param name="Changed">Whether production changed; it does not if the package was in production already.</param>
/// <param name="PackageId">The package that is in production now.</param>
/// <param name="PreviousPackageId">The package that was in production before.</param>
/// <param name="Message">One line for the user.</param>
public sealed record PromotionResult(bool Changed, string PackageId, string? PreviousPackageId, string Message);

/// <summary>Writes production.json, and only if nobody else did meanwhile.</summary>
internal sealed class Promoter(RegistryScope scope, PackageReader reader, Ledger ledger)
{
    public async Task<PromotionResult> PromoteAsync(string idOrPrefix, PromoteOptions options, CancellationToken cancellationToken)
    {
        var id = await reader.FindAsync(idOrPrefix, cancellationToken);
        var package = await reader.PackageAsync(id, cancellationToken);
        PublishRules.CheckPromotable(package.Package.Manifest, scope.Target);
        var current = await reader.PointerAsync(null, cancellationToken);
        if (current?.Content.PackageId == id)
            return await AlreadyThereAsync(current, options.DryRun, cancellationToken);

        var action = options.Forced ? RegistryAction.Forced : RegistryAction.Promoted;
        var previous = current is null ? null : new PointerReference(current.Content.PackageId, current.VersionId);
        return await WriteAsync(package, action, options.Reason, previous, current, options.DryRun, cancellationToken);
    }

    public async Task<PromotionResult> RollbackAsync(PromoteOptions options, CancellationToken cancellationToken)
    {
        var current = await reader.PointerAsync(null, cancellationToken)
            ?? throw new FashionMnistException(
                ExitCodes.NotFound,
                $"no model is promoted in {scope.Store.Address}: there is nothing to roll back");
        var target = current.Content.Previous
            ?? throw new FashionMnistException(
                ExitCodes.NotFound,
                $"nothing was in production before {StoreKeys.Abbreviate(current.Content.PackageId)}: promote the "
                + "package you want by its id");

        var package = await reader.PackageAsync(target.PackageId, cancellationToken);
        var restored = await reader.PointerAsync(target.VersionId, cancellationToken);
        return await WriteAsync(
            package, RegistryAction.RolledBack, options.Reason, restored?.Content.Previous, current, options.DryRun, cancellationToken);
    }

    private async Task<PromotionResult> WriteAsync(
        StoredPackage package,
        RegistryAction action,
        string? reason,
        PointerReference? previous,
        StoredPointer? current,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        var replaced = current?.Content.PackageId;
        if (dryRun)
            return Result(package.Package.Id, replaced, "would put into production:");

        var pointer = await DescribeAsync(package, action, reason, previous, cancellationToken);
        var bytes = PointerSerializer.Serialize(pointer);
        var written = await scope.Store.TryPutAsync(scope.Keys.Production, new MemoryStream(bytes), current?.VersionId, cancellationToken)
            ?? throw await OvertakenAsync(cancellationToken);
        await ledger.EnsureAsync(EventOf(new StoredPointer(pointer, written.VersionId)), cancellationToken);
        return Result(pointer.PackageId, replaced, $"{action.Name()}:");
    }

    /// <summary>A promoter that was killed after it wrote the pointer left no event: the pointer has all of it.</summary>
    private async Task<PromotionResult> AlreadyThereAsync(StoredPointer current, bool dryRun, CancellationToken cancellationToken)
    {
        if (!dryRun)
            await ledger.EnsureAsync(EventOf(current), cancellationToken);
        var content = current.Content;
        return new PromotionResult(
            false,
            content.PackageId,
            content.PackageId,
            $"{StoreKeys.Abbreviate(content.PackageId)} is already in production, {content.Action.Name()} by "
            + $"{content.By} at {content.At:u}; nothing changed");
    }

    private async Task<ProductionPointer> DescribeAsync(
        StoredPackage package, RegistryAction action, string? reason, PointerReference? previous, CancellationToken cancellationToken) =>
        new()
        {
            SchemaVersion = ProductionPointer.CurrentSchemaVersion,
            Model = scope.Keys.ModelName,
            PackageId = package.Package.Id,
            OnnxSha256 = package.Package.Id,
            OnnxVersionId = package.Onnx.VersionId,
            ManifestSha256 = package.Package.ManifestSha256,
            ManifestVersionId = package.Manifest.VersionId,
            Accuracy = package.Package.Manifest.Metrics!.Accuracy,
            Action = action,
            By = await scope.Caller(cancellationToken),
            At = scope.Now,
            Reason = reason,
            Previous = previous,
        };

    internal static LedgerEvent EventOf(StoredPointer stored) => new()
    {
        SchemaVersion = LedgerEvent.CurrentSchemaVersion,
        At = stored.Content.At,
        Action = stored.Content.Action,
        Model = stored.Content.Model,
        PackageId = stored.Content.PackageId,
        By = stored.Content.By,
        Reason = stored.Content.Reason,
        Accuracy = stored.Content.Accuracy,
        PointerVersionId = stored.VersionId,
    };

    private async Task<FashionMnistException> OvertakenAsync(CancellationToken cancellationToken)
    {
        var winner = (await reader.PointerAsync(null, cancellationToken))?.Content;
        var who = winner is null
            ? "somebody else changed production meanwhile"
            : $"{winner.By} put {StoreKeys.Abbreviate(winner.PackageId)} into production at {winner.At:u} while this run was at work";
        return new FashionMnistException(
            ExitCodes.TryAgain,
            $"overtaken: {who}; nothing was changed by this run; look at ./build.sh History and run it again if it is still wanted");
    }

    private PromotionResult Result(string id, string? replaced, string done) =>
        new(
            true,
            id,
            replaced,
            $"{done} {reader.AddressOf(id)}" + (replaced is null ? "" : $" instead of {StoreKeys.Abbreviate(replaced)}"));
}
