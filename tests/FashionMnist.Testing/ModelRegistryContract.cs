using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Testing;

/// <summary>What the registry does on every versioned store.</summary>
public abstract partial class ModelRegistryContract : IAsyncLifetime
{
    protected static readonly ModelPackage First = TestPackages.Create(1);
    protected static readonly ModelPackage Second = TestPackages.Create(2);
    protected static readonly ModelPackage Third = TestPackages.Create(3);

    protected IVersionedObjectStore Store { get; private set; } = null!;

    protected ModelRegistry Registry { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(10) };

    public async Task InitializeAsync()
    {
        Store = await OpenStoreAsync();
        Registry = RegistryOf("alice");
    }

    public virtual Task DisposeAsync() => Task.CompletedTask;

    protected abstract Task<IVersionedObjectStore> OpenStoreAsync();

    protected ModelRegistry RegistryOf(string who) => new(Store, TestPackages.ModelName, _ => Task.FromResult(who), Time);

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

    private async Task<(string Now, string? Before)> RollbackAsync()
    {
        var result = await Registry.RollbackAsync();
        Assert.Equal(result.PackageId, (await Registry.LoadProductionAsync()).PackageId);
        return (result.PackageId, result.PreviousPackageId);
    }

    private async Task<(string Who, ModelPackage Package, FashionMnistException? Error)> TryPromoteAsync(
        IVersionedObjectStore store, string who, ModelPackage package)
    {
        try
        {
            await new ModelRegistry(store, TestPackages.ModelName, _ => Task.FromResult(who), Time).PromoteAsync(package.Id);
            return (who, package, null);
        }
        catch (FashionMnistException e)
        {
            return (who, package, e);
        }
    }

    private static IReadOnlyList<string> Sorted(params string[] ids) => [.. ids.Order(StringComparer.Ordinal)];

    private async Task<int> LedgerCountAsync()
    {
        var count = 0;
        await foreach (var _ in Store.ListKeysAsync(Registry.Keys.Ledger))
            count++;
        return count;
    }

    private async Task<IReadOnlyList<string>> SnapshotAsync()
    {
        var versions = new List<string>();
        await foreach (var key in Store.ListKeysAsync(""))
            versions.AddRange((await Store.ListVersionsAsync(key)).Select(v => $"{key} {v.VersionId}"));
        return versions;
    }
}
