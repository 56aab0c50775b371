using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage;

namespace FashionMnist.Testing;

/// <summary>What the registry does on every versioned store.</summary>
public abstract partial class StoredModelRegistryContract : ModelRegistryContract
{
    protected static readonly StoreKeys Keys = new(TestPackages.ModelName);

    protected IVersionedObjectStore Store { get; private set; } = null!;

    [ContractFact]
    public async Task A_package_without_manifest_does_not_exist_and_its_network_is_not_sent_twice()
    {
        await Store.PutAsync(Keys.Onnx(First.Id), new MemoryStream(First.OnnxBytes));

        Assert.Empty(await Registry.ListPackagesAsync());
        await ThrowsAsync(ExitCodes.NotFound, () => Registry.LoadPackageAsync(First.Id));
        await ThrowsAsync(ExitCodes.NotFound, () => Registry.PromoteAsync(First.Id));

        Assert.Equal(PublishOutcome.Published, (await Registry.PublishAsync(First)).Outcome);
        Assert.Single(await Store.ListVersionsAsync(Keys.Onnx(First.Id)));
    }

    [ContractFact]
    public async Task Of_many_promoters_at_once_one_wins_and_the_others_say_who_did()
    {
        for (var seed = 10; seed < 16; seed += 2)
        {
            ModelPackage[] round = [TestPackages.Create(seed), TestPackages.Create(seed + 1)];
            foreach (var package in round)
                await Registry.PublishAsync(package);
            var before = (await Store.ListVersionsAsync(Keys.Production)).Count;
            var gate = new PutGate(Store, Keys.Production, round.Length);
            var outcomes = await Task.WhenAll(round.Select((p, i) => Task.Run(() => TryPromoteAsync(gate, $"promoter-{i}", p))));

            var winner = Assert.Single(outcomes, o => o.Error is null);
            var loser = Assert.Single(outcomes, o => o.Error is not null);
            Assert.Equal(ExitCodes.TryAgain, loser.Error!.ExitCode);
            Assert.Contains(winner.Who, loser.Error.Message, StringComparison.Ordinal);
            Assert.Equal(winner.Package.Id, (await Registry.LoadProductionAsync()).PackageId);
            Assert.Equal(before + 1, (await Store.ListVersionsAsync(Keys.Production)).Count);
        }

        Assert.Equal(3, (await Registry.HistoryAsync()).Count(e => e.Action == RegistryAction.Promoted));
    }

    [ContractFact]
    public async Task A_package_whose_files_are_gone_is_named_and_rollback_still_works()
    {
        await PublishAllAsync();
        await Registry.PromoteAsync(First.Id);
        await Registry.PromoteAsync(Second.Id);
        await Store.DeleteAsync(Keys.Onnx(Second.Id));

        var error = await ThrowsAsync(ExitCodes.NotFound, () => Registry.LoadProductionAsync());
        Assert.Contains(Second.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains("Rollback", error.Message, StringComparison.Ordinal);
        Assert.Equal((First.Id, Second.Id), await RollbackAsync());
    }

    [ContractFact]
    public async Task A_package_that_was_replaced_by_another_is_never_promoted()
    {
        await Registry.PublishAsync(First);
        await Store.PutAsync(Keys.Onnx(First.Id), new MemoryStream(Second.OnnxBytes));

        var error = await ThrowsAsync(ExitCodes.Integrity, () => Registry.PromoteAsync(First.Id));
        Assert.Contains(First.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains(Second.Id, error.Message, StringComparison.Ordinal);
        Assert.Null(await Registry.ReadPointerAsync());
    }

    [ContractFact]
    public async Task Production_reads_the_versions_it_names_even_if_a_key_was_overwritten()
    {
        await Registry.PublishAsync(First);
        await Registry.PromoteAsync(First.Id);
        await Store.PutAsync(Keys.Onnx(First.Id), new MemoryStream([1, 2, 3]));
        await Store.PutAsync(Keys.Manifest(First.Id), new MemoryStream([1, 2, 3]));

        Assert.Equal(First.OnnxBytes, (await Registry.LoadProductionAsync()).OnnxBytes);
    }

    [ContractFact]
    public async Task The_pointer_names_the_versions_of_both_files()
    {
        await Registry.PublishAsync(First);
        await Registry.PromoteAsync(First.Id);

        var pointer = (await Registry.ReadPointerAsync())!.Content;
        Assert.Equal(Assert.Single(await Store.ListVersionsAsync(Keys.Onnx(First.Id))).VersionId, pointer.OnnxVersionId);
        Assert.Equal(Assert.Single(await Store.ListVersionsAsync(Keys.Manifest(First.Id))).VersionId, pointer.ManifestVersionId);
    }

    protected abstract Task<IVersionedObjectStore> OpenStoreAsync();

    protected override async Task OpenAsync() => Store = await OpenStoreAsync();

    protected override IModelRegistry RegistryOf(string who) => new ModelRegistry(Store, TestPackages.ModelName, _ => Task.FromResult(who), Time);

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

    private async Task<int> LedgerCountAsync()
    {
        var count = 0;
        await foreach (var _ in Store.ListKeysAsync(Keys.Ledger))
            count++;
        return count;
    }

    protected override async Task<IReadOnlyList<string>> SnapshotAsync()
    {
        var versions = new List<string>();
        await foreach (var key in Store.ListKeysAsync(""))
            versions.AddRange((await Store.ListVersionsAsync(key)).Select(v => $"{key} {v.VersionId}"));
        return versions;
    }
}
