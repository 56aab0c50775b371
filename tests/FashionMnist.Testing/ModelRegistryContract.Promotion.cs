using FashionMnist.Models;
using FashionMnist.Models.Registry;

namespace FashionMnist.Testing;

public abstract partial class ModelRegistryContract
{
    [ContractFact]
    public async Task Promotion_changes_what_readers_load()
    {
        await PublishAllAsync();
        var missing = await ThrowsAsync(ExitCodes.NotFound, () => Registry.LoadProductionAsync());
        Assert.Contains("./build.sh Promote", missing.Message, StringComparison.Ordinal);

        await Registry.PromoteAsync(First.Id, new PromoteOptions { Reason = "first release" });
        Assert.Equal(First.Id, (await Registry.LoadProductionAsync()).PackageId);
        var result = await Registry.PromoteAsync(Second.Id[..10]);

        Assert.Equal((true, Second.Id, First.Id), (result.Changed, result.PackageId, result.PreviousPackageId));
        var loaded = await Registry.LoadProductionAsync();
        Assert.Equal((Second.Id, 0.902), (loaded.PackageId, Math.Round(loaded.Manifest.Metrics!.Accuracy, 6)));
        Assert.Equal(Second.OnnxBytes, loaded.OnnxBytes);
    }

    [ContractFact]
    public async Task The_pointer_names_exact_bytes_who_when_why_and_what_came_before()
    {
        await PublishAllAsync();
        await Registry.PromoteAsync(First.Id);
        var before = (await Registry.ReadPointerAsync())!;
        await RegistryOf("bob").PromoteAsync(Second.Id, new PromoteOptions { Reason = "better", Forced = true });

        var pointer = (await Registry.ReadPointerAsync())!.Content;
        Assert.Equal((Second.Id, Second.Id, Second.ManifestSha256), (pointer.PackageId, pointer.OnnxSha256, pointer.ManifestSha256));
        Assert.NotEmpty(pointer.OnnxVersionId);
        Assert.Equal(("bob", "better", RegistryAction.Forced), (pointer.By, pointer.Reason, pointer.Action));
        Assert.Equal(new PointerReference(First.Id, before.VersionId), pointer.Previous);
        Assert.InRange(pointer.At, before.Content.At, Time.GetUtcNow());
    }

    [ContractFact]
    public async Task Promoting_what_is_in_production_changes_nothing_and_says_so()
    {
        await PublishAllAsync();
        await Registry.PromoteAsync(First.Id);
        var before = await SnapshotAsync();

        var again = await RegistryOf("bob").PromoteAsync(First.Id);
        Assert.False(again.Changed);
        Assert.Contains("already in production", again.Message, StringComparison.Ordinal);
        Assert.Contains("alice", again.Message, StringComparison.Ordinal);
        Assert.Equal(before, await SnapshotAsync());
    }

    [ContractFact]
    public async Task An_unclear_package_is_refused_with_what_to_do()
    {
        await PublishAllAsync();
        await ThrowsAsync(ExitCodes.Usage, () => Registry.PromoteAsync(First.Id[..7]));
        await ThrowsAsync(ExitCodes.Usage, () => Registry.PromoteAsync("not-a-hash"));
        var missing = await ThrowsAsync(ExitCodes.NotFound, () => Registry.PromoteAsync(new string('0', 64)));
        Assert.Contains("History", missing.Message, StringComparison.Ordinal);
        Assert.Null(await Registry.ReadPointerAsync());
    }

    [ContractFact]
    public async Task Rollback_after_rollback_walks_further_back_and_stops_at_the_first()
    {
        await PublishAllAsync();
        foreach (var package in new[] { First, Second, Third })
            await Registry.PromoteAsync(package.Id);

        Assert.Equal((Second.Id, Third.Id), await RollbackAsync());
        Assert.Equal((First.Id, Second.Id), await RollbackAsync());
        var end = await ThrowsAsync(ExitCodes.NotFound, () => Registry.RollbackAsync());
        Assert.Contains("promote the package you want", end.Message, StringComparison.Ordinal);
        Assert.Equal(First.Id, (await Registry.LoadProductionAsync()).PackageId);
    }

    [ContractFact]
    public async Task Rollback_never_returns_to_what_was_taken_back()
    {
        await PublishAllAsync();
        await Registry.PromoteAsync(First.Id);
        await Registry.PromoteAsync(Second.Id);
        await RollbackAsync();
        await Registry.PromoteAsync(Third.Id);

        Assert.Equal((First.Id, Third.Id), await RollbackAsync());
        await ThrowsAsync(ExitCodes.NotFound, () => Registry.RollbackAsync());
    }

    [ContractFact]
    public async Task Rollback_without_a_promotion_is_refused() =>
        await ThrowsAsync(ExitCodes.NotFound, () => Registry.RollbackAsync());
}
