namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>What all parts of a registry on MLflow share.</summary>
/// <param name="Api">Calls of the tracking server and its model registry.</param>
/// <param name="Artifacts">Files of runs.</param>
/// <param name="Target">The model, and the server's address as users write it.</param>
/// <param name="Caller">Tells who is acting.</param>
/// <param name="Time">The clock.</param>
/// <param name="Alias">The alias that says which version is in production.</param>
internal sealed record MlflowScope(
    MlflowApi Api, MlflowArtifacts Artifacts, PublishTarget Target, Func<CancellationToken, Task<string>> Caller, TimeProvider Time, string Alias)
{
    public string ModelName => Target.ModelName;

    /// <summary>The address that users write for this model.</summary>
    public string ModelAddress => $"{Target.Address}/{StoreKeys.ModelsFolder}/{ModelName}";

    public DateTimeOffset Now => RegistryScope.CutTo(TimeSpan.FromMilliseconds(1), Time.GetUtcNow());

    /// <summary>The address that loads exactly this package.</summary>
    public string AddressOf(string packageId) => $"{ModelAddress}/{packageId}";

    /// <summary>The experiment's id; it is made where it is missing.</summary>
    public async Task<string> EnsureExperimentAsync(CancellationToken cancellationToken)
    {
        if (await FindExperimentAsync(cancellationToken) is { } id)
            return id;
        return await Api.TryCreateExperimentAsync(ModelName, cancellationToken)
            ?? await FindExperimentAsync(cancellationToken)
            ?? throw new FashionMnistException(
                ExitCodes.TryAgain, $"{Target.Address}: the experiment '{ModelName}' appeared and vanished meanwhile; run it again");
    }

    /// <summary>The experiment's id, or <see langword="null"/> if it is not there.</summary>
    public async Task<string?> FindExperimentAsync(CancellationToken cancellationToken)
    {
        var experiment = await Api.FindExperimentAsync(ModelName, cancellationToken);
        return experiment?.LifecycleStage != "deleted"
            ? experiment?.ExperimentId
            : throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{Target.Address}: the experiment '{ModelName}' is deleted, and its name stays taken: restore it on the server (mlflow experiments restore)");
    }
}
