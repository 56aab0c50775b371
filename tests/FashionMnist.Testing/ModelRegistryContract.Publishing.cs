using FashionMnist.Models;
using FashionMnist.Models.Registry;

namespace FashionMnist.Testing;

public abstract partial class ModelRegistryContract
{
    [ContractFact]
    public async Task Publishing_makes_the_package_loadable_and_promotes_nothing()
    {
        var result = await Registry.PublishAsync(First);

        Assert.Equal((PublishOutcome.Published, First.Id), (result.Outcome, result.PackageId));
        var loaded = await Registry.LoadPackageAsync(First.Id[..8]);
        Assert.Equal(First.OnnxBytes, loaded.OnnxBytes);
        Assert.Equal(First.ManifestBytes, loaded.Package.ManifestBytes);
        Assert.Equal(result.Address, loaded.Address);
        Assert.Null(await Registry.ReadPointerAsync());
    }

    [ContractFact]
    public async Task Publishing_the_same_bytes_again_uploads_and_records_nothing()
    {
        await Registry.PublishAsync(First);
        var before = await SnapshotAsync();

        Assert.Equal(PublishOutcome.AlreadyPublished, (await Registry.PublishAsync(First)).Outcome);
        Assert.Equal(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task The_first_manifest_of_a_network_stays()
    {
        await Registry.PublishAsync(First);
        var before = await SnapshotAsync();
        var other = TestPackages.Create(1, m => m with { Created = m.Created.AddDays(1) });

        Assert.Equal(PublishOutcome.KeptFirstManifest, (await Registry.PublishAsync(other)).Outcome);
        Assert.Equal(before, await SnapshotAsync());
        Assert.Equal(First.ManifestBytes, (await Registry.LoadPackageAsync(First.Id)).Package.ManifestBytes);
    }

    [ContractFact]
    public async Task A_model_that_was_never_evaluated_is_not_published()
    {
        var package = TestPackages.Create(1, m => m with { Metrics = null });
        var error = await ThrowsAsync(ExitCodes.BadInput, () => Registry.PublishAsync(package));
        Assert.Contains("Evaluate", error.Message, StringComparison.Ordinal);
        Assert.Empty(await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_package_of_another_model_is_not_published()
    {
        await ThrowsAsync(ExitCodes.BadInput, () => Registry.PublishAsync(TestPackages.Create(1, m => m with { Name = "other" })));
        Assert.Empty(await SnapshotAsync());
    }

    [ContractFact]
    public async Task A_dry_run_writes_nothing_and_says_what_it_would_do()
    {
        var published = await Registry.PublishAsync(First, new PublishOptions { DryRun = true });
        Assert.Equal(PublishOutcome.Published, published.Outcome);
        Assert.Contains(Registry.Address, published.Message, StringComparison.Ordinal);
        Assert.Empty(await SnapshotAsync());

        await Registry.PublishAsync(First);
        var before = await SnapshotAsync();
        Assert.True((await Registry.PromoteAsync(First.Id, new PromoteOptions { DryRun = true })).Changed);
        Assert.Equal(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task Publishing_the_same_package_from_many_sides_publishes_it_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Registry.PublishAsync(First))));

        Assert.Single(outcomes, o => o.Outcome == PublishOutcome.Published);
        Assert.Single(await Registry.ListPackagesAsync());
        Assert.Single(await Registry.HistoryAsync());
    }
}
