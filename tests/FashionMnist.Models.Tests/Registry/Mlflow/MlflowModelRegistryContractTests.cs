using FashionMnist.Models.Registry;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowModelRegistryContractTests : ModelRegistryContract, IDisposable
{
    private readonly SimulatedMlflow _server = new();
    private readonly List<MlflowModelRegistry> _registries = [];

    public void Dispose()
    {
        foreach (var registry in _registries)
            registry.Dispose();
        _server.Dispose();
        Assert.Empty(_server.Problems);
    }

    protected override Task OpenAsync() => Task.CompletedTask;

    protected override IModelRegistry RegistryOf(string who)
    {
        var registry = new MlflowModelRegistry(
            MlflowAddress.Parse(_server.Store), TestPackages.ModelName, MlflowCredentials.FromEnvironment(_ => null), _ => Task.FromResult(who), Time, new InstantTimeProvider());
        _registries.Add(registry);
        return registry;
    }

    protected override Task<IReadOnlyList<string>> SnapshotAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. _server.Tracking.Snapshot(), .. _server.Artifacts.Select(a => $"{a.Key} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(a.Value))}").Order()]);
}
