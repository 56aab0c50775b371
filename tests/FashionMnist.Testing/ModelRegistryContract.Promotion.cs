using FashionMnist.Models;
using FashionMnist.Models.Packages;
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
        Assert.Equal((await Store.ListVersionsAsync(Registry.Keys.Onnx(Second.Id)))[0].VersionId, pointer.OnnxVersionId);
        Assert.Equal((await Store.ListVersionsAsync(Registry.Keys.Manifest(Second.Id)))[0].VersionId, pointer.ManifestVersionId);
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

    [ContractFact]
    public async Task Of_many_promoters_at_once_one_wins_and_the_others_say_who_did()
    {
        for (var seed = 10; seed < 16; seed += 2)
        {
            ModelPackage[] round = [TestPackages.Create(seed), TestPackages.Create(seed + 1)];
            foreach (var package in round)
                await Registry.PublishAsync(package);
            var before = (await Store.ListVersionsAsync(Registry.Keys.Production)).Count;
            var gate = new PutGate(Store, Registry.Keys.Production, round.Length);
            var outcomes = await Task.WhenAll(round.Select((p, i) => Task.Run(() => TryPromoteAsync(gate, $"promoter-{i}", p))));

            var winner = Assert.Single(outcomes, o => o.Error is null);
            var loser = Assert.Single(outcomes, o => o.Error is not null);
            Assert.Equal(ExitCodes.TryAgain, loser.Error!.ExitCode);
            Assert.Contains(winner.Who, loser.Error.Message, StringComparison.Ordinal);
            Assert.Equal(winner.Package.Id, (await Registry.LoadProductionAsync()).PackageId);
            Assert.Equal(before + 1, (await Store.ListVersionsAsync(Registry.Keys.Production)).Count);
        }

        Assert.Equal(3, (await Registry.HistoryAsync()).Count(e => e.Action == RegistryAction.Promoted));
    }

    [ContractFact]
    public async Task A_package_whose_files_are_gone_is_named_and_rollback_still_works()
    {
        await PublishAllAsync();
        await Registry.PromoteAsync(First.Id);
        await Registry.PromoteAsync(Second.Id);
        await Store.DeleteAsync(Registry.Keys.Onnx(Second.Id));

        var error = await ThrowsAsync(ExitCodes.NotFound, () => Registry.LoadProductionAsync());
        Assert.Contains(Second.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains("Rollback", error.Message, StringComparison.Ordinal);
        Assert.Equal((First.Id, Second.Id), await RollbackAsync());
    }

    [ContractFact]
    public async Task A_package_that_was_replaced_by_another_is_never_promoted()
    {
        await Registry.PublishAsync(First);
        await Store.PutAsync(Registry.Keys.Onnx(First.Id), new MemoryStream(Second.OnnxBytes));

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
        await Store.PutAsync(Registry.Keys.Onnx(First.Id), new MemoryStream([1, 2, 3]));
        await Store.PutAsync(Registry.Keys.Manifest(First.Id), new MemoryStream([1, 2, 3]));

        Assert.Equal(First.OnnxBytes, (await Registry.LoadProductionAsync()).OnnxBytes);
    }
}
