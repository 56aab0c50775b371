using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Testing;

/// <summary>What a registry does, whatever it keeps its models in.</summary>
public abstract partial class ModelRegistryContract : IAsyncLifetime
{
    protected static readonly ModelPackage First = TestPackages.Create(1);
    protected static readonly ModelPackage Second = TestPackages.Create(2);
    protected static readonly ModelPackage Third = TestPackages.Create(3);

    protected IModelRegistry Registry { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };

    public async Task InitializeAsync()
    {
        await OpenAsync();
        Registry = RegistryOf("alice");
    }

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Makes what the registry keeps its models in.</summary>
    protected abstract Task OpenAsync();

    /// <summary>The registry as somebody sees it.</summary>
    protected abstract IModelRegistry RegistryOf(string who);

    /// <summary>Everything that is kept, so that two snapshots are equal only if nothing was written between them.</summary>
    protected abstract Task<IReadOnlyList<string>> SnapshotAsync();

    protected async Task PublishAllAsync()
    {
        foreach (var package in new[] { First, Second, Third })
            await Registry.PublishAsync(package);
    }

    protected static async Task<FashionMnistException> ThrowsAsync(int exitCode, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(action);
        Assert.Equal(exitCode, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    protected async Task<(string Now, string? Before)> RollbackAsync()
    {
        var result = await Registry.RollbackAsync();
        Assert.Equal(result.PackageId, (await Registry.LoadProductionAsync()).PackageId);
        return (result.PackageId, result.PreviousPackageId);
    }

    protected static IReadOnlyList<string> Sorted(params string[] ids) => [.. ids.Order(StringComparer.Ordinal)];
}
