using FashionMnist.Models;
using FashionMnist.Models.Registry;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Testing;

public abstract partial class StoredModelRegistryContract
{
    [ContractFact]
    public async Task Events_that_a_killed_process_did_not_write_are_in_the_history_and_come_back_on_a_rerun()
    {
        await Registry.PublishAsync(First);
        await Registry.PromoteAsync(First.Id, new PromoteOptions { Reason = "release" });
        var whole = await Registry.HistoryAsync();
        await foreach (var key in Store.ListKeysAsync(Keys.Ledger))
            await Store.DeleteAsync(key);

        var derived = await Registry.HistoryAsync();
        Assert.Equal(whole.Select(e => (e.Action, e.PackageId)), derived.Select(e => (e.Action, e.PackageId)));
        Assert.Equal(whole.Single(e => e.Action == RegistryAction.Promoted), derived.Single(e => e.Action == RegistryAction.Promoted));

        await RegistryOf("bob").PublishAsync(First);
        await RegistryOf("bob").PromoteAsync(First.Id);
        Assert.Equal(2, await LedgerCountAsync());
        var restored = await Registry.HistoryAsync();
        Assert.Equal(("alice", "release"), restored.Where(e => e.Action == RegistryAction.Promoted).Select(e => (e.By, e.Reason)).Single());
        Assert.Equal("bob", restored.Single(e => e.Action == RegistryAction.Published).By);
    }

    [ContractFact]
    public async Task Ledger_keys_sort_by_time_and_no_event_is_lost_within_a_millisecond()
    {
        var frozen = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var registry = new ModelRegistry(Store, TestPackages.ModelName, _ => Task.FromResult("alice"), frozen);
        await registry.RecordRefusalAsync(First.Id, "one");
        await registry.RecordRefusalAsync(First.Id, "two");

        var keys = new List<string>();
        await foreach (var key in Store.ListKeysAsync(Keys.Ledger))
            keys.Add(key);
        Assert.Equal($"{Keys.Ledger}20260102t030405006z-refused-{First.Id[..12]}.json", keys[0]);
        Assert.Equal(["two", "one"], (await registry.HistoryAsync()).Select(e => e.Reason));
    }

    [ContractFact]
    public async Task A_foreign_file_in_the_ledger_is_named_and_passed_over()
    {
        var notices = new List<string>();
        await Registry.PublishAsync(First);
        await Registry.PromoteAsync(First.Id);
        var before = await Registry.HistoryAsync();
        await Store.PutAsync($"{Keys.Ledger}notes.txt", new MemoryStream("hello"u8.ToArray()));
        await Store.PutAsync($"{Keys.Ledger}zzz.json", new MemoryStream("{}"u8.ToArray()));

        var registry = new ModelRegistry(Store, TestPackages.ModelName, _ => Task.FromResult("alice"), Time, notices.Add);
        Assert.Equal(before, await registry.HistoryAsync());
        Assert.Equal(
            [$"{Store.Address}/{Keys.Ledger}zzz.json: not a ledger event; passed over", $"{Store.Address}/{Keys.Ledger}notes.txt: not a ledger event; passed over"], notices);
        Assert.Empty(await registry.PlanPruneAsync(TimeSpan.Zero));
    }

    [ContractFact]
    public async Task Pruning_removes_only_old_packages_that_were_never_in_production()
    {
        await PublishAllAsync();
        await Store.PutAsync(Keys.Onnx(new string('d', 64)), new MemoryStream([1]));
        await Registry.PromoteAsync(First.Id);
        await Registry.PromoteAsync(Second.Id);
        Assert.Empty(await Registry.PlanPruneAsync(TimeSpan.FromDays(1)));

        Time.Advance(TimeSpan.FromDays(2));
        var plan = await Registry.PlanPruneAsync(TimeSpan.FromDays(1));
        Assert.Equal(Sorted(Third.Id, new string('d', 64)), Sorted([.. plan.Select(c => c.PackageId)]));
        Assert.Equal(Third.OnnxBytes.Length + Third.ManifestBytes.Length, plan.Single(c => c.PackageId == Third.Id).Bytes);
        Assert.Equal(3, (await Registry.ListPackagesAsync()).Count);

        Assert.Equal(2, (await Registry.PruneAsync(plan, "tidy")).Count);
        Assert.Equal(Sorted(First.Id, Second.Id), Sorted([.. (await Registry.ListPackagesAsync()).Select(p => p.PackageId)]));
        await ThrowsAsync(ExitCodes.NotFound, () => Registry.PromoteAsync(Third.Id));
        Assert.Equal((First.Id, Second.Id), await RollbackAsync());
        var history = await Registry.HistoryAsync();
        Assert.Contains(history, e => (e.Action, e.PackageId, e.Reason) == (RegistryAction.Pruned, Third.Id, "tidy"));
    }
}
