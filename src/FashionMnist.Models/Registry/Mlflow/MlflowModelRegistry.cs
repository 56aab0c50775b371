using FashionMnist.Models.Packages;
using FashionMnist.Models.Text;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// The registry of one model on an MLflow tracking server, 2.9 or newer, with its model registry and artifacts proxy: a package is a run and a
/// model version, production is an alias, and the ledger is the parameters of a run of its own. See docs/mlflow.md.
/// </summary>
public sealed class MlflowModelRegistry : IModelRegistry, IDisposable
{
    private readonly MlflowHttp _http;
    private readonly MlflowScope _scope;
    private readonly MlflowLedger _ledger;
    private readonly MlflowReader _reader;
    private readonly MlflowPublisher _publisher;
    private readonly MlflowPromoter _promoter;
    private readonly MlflowHistory _history;
    private readonly MlflowPruner _pruner;

    internal MlflowModelRegistry(
        MlflowAddress address,
        string modelName,
        MlflowCredentials credentials,
        Func<CancellationToken, Task<string>>? caller = null,
        TimeProvider? timeProvider = null,
        TimeProvider? pauses = null)
    {
        if (!MlflowAddress.IsModelName(modelName))
            throw new FashionMnistException(
                ExitCodes.Usage, $"'{Printable.Of(modelName)}' is not a model name: use letters, digits, '_', '.' and '-', starting with a letter or a digit");
        var target = new PublishTarget(modelName, address.ToString(), IsShared: true);
        var time = timeProvider ?? TimeProvider.System;
        _http = new MlflowHttp(address.Server, credentials, pauses ?? time);
        _scope = new MlflowScope(
            new MlflowApi(_http), new MlflowArtifacts(_http), target, caller ?? (_ => Task.FromResult(credentials.User ?? Callers.LocalUser())), time, address.Alias ?? MlflowNames.ProductionAlias);
        _ledger = new MlflowLedger(_scope);
        _reader = new MlflowReader(_scope, _ledger);
        _publisher = new MlflowPublisher(_scope, _reader, _ledger);
        _promoter = new MlflowPromoter(_scope, _reader, _ledger);
        _history = new MlflowHistory(_scope, _reader, _ledger);
        _pruner = new MlflowPruner(_scope, _reader, _ledger);
    }

    /// <summary>Variables of the environment whose values prove to a server who is asking, and must never be shown.</summary>
    public static IReadOnlyList<string> SecretVariables { get; } = [MlflowCredentials.TokenVariable, MlflowCredentials.PasswordVariable];

    /// <inheritdoc/>
    public string ModelName => _scope.ModelName;

    /// <inheritdoc/>
    public string Address => _scope.Target.Address;

    /// <inheritdoc/>
    public bool IsShared => _scope.Target.IsShared;

    /// <summary>Opens the registry of one model with the credentials of the environment. Nothing is requested yet.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Usage"/> for a malformed name, <see cref="ExitCodes.Configuration"/> for half of the credentials.
    /// </exception>
    public static MlflowModelRegistry Open(MlflowAddress address, string modelName) =>
        new(address, modelName, MlflowCredentials.FromEnvironment(Environment.GetEnvironmentVariable));

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        await _scope.Api.FindModelAsync(ModelName, cancellationToken) is not null;

    /// <inheritdoc/>
    public Task<PublishResult> PublishAsync(ModelPackage package, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        _publisher.PublishAsync(package, options ?? new PublishOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<PromotionResult> PromoteAsync(string packageId, PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.PromoteAsync(packageId, options ?? new PromoteOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<PromotionResult> RollbackAsync(PromoteOptions? options = null, CancellationToken cancellationToken = default) =>
        _promoter.RollbackAsync(options ?? new PromoteOptions(), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredPointer?> ReadPointerAsync(CancellationToken cancellationToken = default) => _history.PointerAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<LoadedModel> LoadProductionAsync(CancellationToken cancellationToken = default) => _reader.LoadProductionAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<LoadedModel> LoadPackageAsync(string packageId, CancellationToken cancellationToken = default) =>
        await _reader.LoadAsync(await _reader.ChooseAsync(packageId, cancellationToken), null, cancellationToken);

    /// <summary>Loads an exact model version, every hash proved.</summary>
    /// <param name="version">Its number, from 1.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> or <see cref="ExitCodes.Integrity"/>.</exception>
    public async Task<LoadedModel> LoadVersionAsync(int version, CancellationToken cancellationToken = default) =>
        await _reader.LoadAsync(await _reader.VersionAsync(version, cancellationToken), null, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PublishedPackage>> ListPackagesAsync(CancellationToken cancellationToken = default)
    {
        var packages = new List<PublishedPackage>();
        foreach (var version in await _reader.VersionsAsync(cancellationToken))
            packages.Add(new PublishedPackage(version.PackageId, version.Created, (await _reader.PackageAsync(version, cancellationToken)).Manifest));
        return packages;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        _history.ReadAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public async Task RecordRefusalAsync(string packageId, string reason, double? accuracy = null, CancellationToken cancellationToken = default)
    {
        var record = await _ledger.DescribeAsync(RegistryAction.Refused, packageId, reason, accuracy, cancellationToken);
        await _ledger.AppendAsync(_ => record, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PruneCandidate>> PlanPruneAsync(TimeSpan minimumAge, CancellationToken cancellationToken = default) =>
        _pruner.PlanAsync(minimumAge, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PruneCandidate>> PruneAsync(
        IReadOnlyList<PruneCandidate> plan, string? reason = null, CancellationToken cancellationToken = default) =>
        _pruner.RemoveAsync(plan, reason, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
