using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Testing;
using FashionMnist.Testing.Mlflow;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>A server and registries on it, on a clock that the test moves and with pauses that take no time.</summary>
internal sealed class MlflowScene : IDisposable
{
    public const string Name = TestPackages.ModelName;

    private readonly List<MlflowModelRegistry> _registries = [];

    public MlflowScene(string path = "")
    {
        Server = new SimulatedMlflow(path, () => Time.GetUtcNow());
        Registry = RegistryOf("alice");
    }

    public static ModelPackage First { get; } = TestPackages.Create(1);

    public static ModelPackage Second { get; } = TestPackages.Create(2);

    public static ModelPackage Third { get; } = TestPackages.Create(3);

    public SimulatedMlflow Server { get; }

    public MlflowModelRegistry Registry { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    /// <summary>The number of the version that the alias points at; none: it is not there.</summary>
    public string? Alias =>
        Server.Tracking.Snapshot().SingleOrDefault(l => l.StartsWith("alias", StringComparison.Ordinal))?.Split(' ')[^1];

    public MlflowModelRegistry RegistryOf(string who, params (string Name, string Value)[] environment)
    {
        var credentials = MlflowCredentials.FromEnvironment(name => environment.FirstOrDefault(e => e.Name == name).Value);
        var registry = new MlflowModelRegistry(MlflowAddress.Parse(Server.Store), Name, credentials, _ => Task.FromResult(who), Time, new InstantTimeProvider());
        _registries.Add(registry);
        return registry;
    }

    public async Task PublishAsync(params ModelPackage[] packages)
    {
        foreach (var package in packages)
            await Registry.PublishAsync(package);
    }

    /// <summary>The path of a package's file behind the proxy.</summary>
    public string PathOf(ModelPackage package, string name)
    {
        var version = Server.Tracking.Versions.First(v => v["tags"]!.AsArray().Any(t => (string?)t!["value"] == package.Id));
        return $"{((string)version["source"]!)["mlflow-artifacts:/".Length..]}/{name}";
    }

    /// <summary>The run of a package.</summary>
    public JsonObject RunOf(ModelPackage package) => Server.Tracking.Runs.Single(r => Pairs(r["data"]!["tags"]!).ContainsValue(package.Id));

    /// <summary>What a list of keys and values says: tags, parameters, metrics.</summary>
    public static Dictionary<string, string> Pairs(JsonNode items) => items.AsArray().ToDictionary(x => (string)x!["key"]!, x => x!["value"]!.ToString());

    public static async Task<FashionMnistException> ThrowsAsync(int exitCode, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(action);
        Assert.True(exitCode == error.ExitCode, $"expected {exitCode}, was {error.ExitCode}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    public void Dispose()
    {
        foreach (var registry in _registries)
            registry.Dispose();
        Server.Dispose();
        Assert.Empty(Server.Problems);
    }
}
