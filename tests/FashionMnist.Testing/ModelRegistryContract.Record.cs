using FashionMnist.Models.Registry;

namespace FashionMnist.Testing;

public abstract partial class ModelRegistryContract
{
    [ContractFact]
    public async Task History_tells_what_happened_newest_first()
    {
        await Registry.PublishAsync(First);
        await Registry.PublishAsync(Second);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Registry.PromoteAsync(First.Id, new PromoteOptions { Reason = "release" });
        await Registry.RecordRefusalAsync(Second.Id, "accuracy 0.80 is below 0.91", 0.80);
        await RegistryOf("bob").PromoteAsync(Second.Id, new PromoteOptions { Forced = true, Reason = "I insist" });
        await Registry.RollbackAsync(new PromoteOptions { Reason = "regret" });

        var history = await Registry.HistoryAsync();
        Assert.Equal(
            [
                (RegistryAction.RolledBack, First.Id, "alice", "regret", true),
                (RegistryAction.Forced, Second.Id, "bob", "I insist", false),
                (RegistryAction.Refused, Second.Id, "alice", "accuracy 0.80 is below 0.91", false),
                (RegistryAction.Promoted, First.Id, "alice", "release", false),
            ],
            history.Take(4).Select(e => (e.Action, e.PackageId, e.By!, e.Reason!, e.InProduction)));
        Assert.Equal([RegistryAction.Published, RegistryAction.Published], history.Skip(4).Select(e => e.Action));
        Assert.Equal(history.Take(3), await Registry.HistoryAsync(limit: 3));
    }

    [ContractFact]
    public async Task Pruning_leaves_out_what_was_promoted_since_the_plan()
    {
        await PublishAllAsync();
        Time.Advance(TimeSpan.FromDays(2));
        var plan = await Registry.PlanPruneAsync(TimeSpan.Zero);
        await Registry.PromoteAsync(Second.Id);

        var removed = await Registry.PruneAsync(plan);
        Assert.Equal(Sorted(First.Id, Third.Id), Sorted([.. removed.Select(c => c.PackageId)]));
        Assert.Equal(Second.Id, (await Registry.LoadProductionAsync()).PackageId);
    }
}
