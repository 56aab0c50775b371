using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Testing.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowPromotionTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_alias_follows_promotion_and_rollback_and_the_version_tells_people_who_and_why()
    {
        await _scene.PublishAsync(First, Second);
        Assert.Null(_scene.Alias);
        await _scene.Registry.PromoteAsync(First.Id);
        Assert.Equal("1", _scene.Alias);
        await _scene.RegistryOf("bob").PromoteAsync(Second.Id, new PromoteOptions { Reason = "better on coats" });
        Assert.Equal("2", _scene.Alias);
        var told = _scene.Server.Tracking.Versions[1]["tags"]!.AsArray().Single(t => (string?)t!["key"] == "fashion_mnist.last_promotion")!["value"]!.ToString();
        Assert.Matches($"^promoted by bob at 2026-01-02 .*, before it {First.Id[..12]}: better on coats$", told);
        await _scene.Registry.RollbackAsync();
        Assert.Equal("1", _scene.Alias);
    }

    [Fact]
    public async Task Of_two_promoters_the_one_whose_event_comes_second_changes_nothing_and_says_who_won()
    {
        await _scene.PublishAsync(First, Second, Third);
        await _scene.Registry.PromoteAsync(First.Id);
        var bob = _scene.RegistryOf("bob");
        Once("POST runs/log-parameter", () => bob.PromoteAsync(Second.Id).GetAwaiter().GetResult());

        var error = await ThrowsAsync(ExitCodes.TryAgain, () => _scene.Registry.PromoteAsync(Third.Id));
        Assert.Contains($"overtaken: bob put {Second.Id[..12]}", error.Message, StringComparison.Ordinal);
        Assert.Equal("2", _scene.Alias);
        Assert.DoesNotContain(await _scene.Registry.HistoryAsync(), e => e.PackageId == Third.Id && e.Action == RegistryAction.Promoted);
    }

    [Fact]
    public async Task An_alias_that_was_moved_late_is_moved_on_to_the_newest_event()
    {
        await _scene.PublishAsync(First, Second);
        var bob = _scene.RegistryOf("bob");
        Once("POST registered-models/alias", () => bob.PromoteAsync(Second.Id).GetAwaiter().GetResult());

        var error = await ThrowsAsync(ExitCodes.TryAgain, () => _scene.Registry.PromoteAsync(First.Id));
        Assert.Contains("overtaken: bob", error.Message, StringComparison.Ordinal);
        Assert.Equal("2", _scene.Alias);
        Assert.Equal(Second.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_promoter_that_is_stopped_anywhere_is_completed_by_the_next_one_and_writes_one_event(bool rollback)
    {
        for (var step = 1; await StoppedAtAsync(step, rollback); step++)
        {
            // Until the change has fewer requests than that.
        }
    }

    [Fact]
    public async Task An_alias_that_people_moved_is_followed_and_told_apart()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
        MoveAlias("2");

        Assert.Equal(Second.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
        var pointer = (await _scene.Registry.ReadPointerAsync())!;
        Assert.Equal(("alias-2", Second.Id), (pointer.VersionId, pointer.Content.PackageId));
        Assert.Contains("other means", pointer.Content.By, StringComparison.Ordinal);
        var inProduction = Assert.Single(await _scene.Registry.HistoryAsync(), e => e.InProduction);
        Assert.Equal((Second.Id, (string?)null), (inProduction.PackageId, inProduction.By));

        Assert.Equal(First.Id, (await _scene.Registry.RollbackAsync()).PackageId);
        Assert.Equal("1", _scene.Alias);
    }

    [Fact]
    public async Task Promoting_what_people_put_into_production_records_it()
    {
        await _scene.PublishAsync(First);
        MoveAlias("1");
        Assert.True((await _scene.Registry.PromoteAsync(First.Id)).Changed);
        Assert.Equal("alice", Assert.Single(await _scene.Registry.HistoryAsync(), e => e.InProduction).By);
        Assert.False((await _scene.Registry.PromoteAsync(First.Id)).Changed);
    }

    [Fact]
    public async Task A_reason_that_mlflow_cannot_keep_is_refused_before_anything_changes()
    {
        await _scene.PublishAsync(First);
        var before = _scene.Server.Tracking.Snapshot();
        var error = await ThrowsAsync(ExitCodes.Usage, () => _scene.Registry.PromoteAsync(First.Id, new PromoteOptions { Reason = new string('ä', 1000) }));
        Assert.Contains("shorter --reason", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _scene.Server.Tracking.Snapshot());

        await _scene.Registry.PromoteAsync(First.Id, new PromoteOptions { Reason = "größer,\n\"besser\" ✓" });
        Assert.Equal("größer,\n\"besser\" ✓", (await _scene.Registry.HistoryAsync())[0].Reason);
    }

    [Fact]
    public async Task Pages_of_one_thing_each_change_nothing()
    {
        _scene.Server.Tracking.PageSize = 1;
        await _scene.PublishAsync(First, Second, Third);
        await _scene.Registry.PromoteAsync(First.Id[..8]);
        Assert.Equal(3, (await _scene.Registry.ListPackagesAsync()).Count);
        Assert.Equal(Second.OnnxBytes, (await _scene.Registry.LoadPackageAsync(Second.Id)).OnnxBytes);
        _scene.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, (await _scene.Registry.PlanPruneAsync(TimeSpan.FromDays(1))).Count);
    }

    [Fact]
    public async Task Pruning_removes_versions_runs_and_files_that_were_never_in_production_and_what_stopped_publishers_left()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
        _scene.Server.Trouble("POST model-versions/create", new MlflowTrouble.Says(418));
        await ThrowsAsync(ExitCodes.InputOutput, () => _scene.Registry.PublishAsync(Third));
        Assert.Empty(await _scene.Registry.PlanPruneAsync(TimeSpan.FromDays(1)));
        _scene.Time.Advance(TimeSpan.FromDays(2));

        var plan = await _scene.Registry.PlanPruneAsync(TimeSpan.FromDays(1));
        Assert.Equal([Second.Id, Third.Id], plan.Select(c => c.PackageId));
        Assert.Equal(FilesOf(Second).Sum(f => f.Value.Length), plan[0].Bytes);
        Assert.Equal(2, (await _scene.Registry.PruneAsync(plan, "tidy")).Count);

        Assert.Equal(First.Id, Assert.Single(await _scene.Registry.ListPackagesAsync()).PackageId);
        Assert.Equal(FilesOf(First), _scene.Server.Artifacts);
        Assert.Equal(2, (await _scene.Registry.HistoryAsync()).Count(e => e is { Action: RegistryAction.Pruned, Reason: "tidy", By: "alice" }));
        await ThrowsAsync(ExitCodes.NotFound, () => _scene.Registry.PromoteAsync(Second.Id));

        Assert.Equal(PublishOutcome.Published, (await _scene.Registry.PublishAsync(Second)).Outcome);
        await _scene.Registry.PromoteAsync(Second.Id);
        Assert.Equal(First.Id, (await _scene.Registry.RollbackAsync()).PackageId);
    }

    [Fact]
    public async Task A_package_that_is_promoted_while_pruning_decides_stays()
    {
        var plan = await PlanToPruneSecondAsync();
        Once("POST runs/log-parameter", () => _scene.RegistryOf("bob").PromoteAsync(Second.Id).GetAwaiter().GetResult());

        Assert.Empty(await _scene.Registry.PruneAsync(plan));

        Assert.Equal(Second.OnnxBytes, (await _scene.Registry.LoadProductionAsync()).OnnxBytes);
        Assert.DoesNotContain(await _scene.Registry.HistoryAsync(), e => e.Action == RegistryAction.Pruned);
    }

    [Fact]
    public async Task A_package_that_is_being_pruned_is_not_promoted_any_more()
    {
        var plan = await PlanToPruneSecondAsync();
        FashionMnistException? refusal = null;
        Once("DELETE model-versions/delete", () => refusal = Assert.Throws<FashionMnistException>(
            () => _scene.RegistryOf("bob").PromoteAsync(Second.Id).GetAwaiter().GetResult()));

        Assert.Single(await _scene.Registry.PruneAsync(plan));

        Assert.Equal(ExitCodes.NotFound, refusal!.ExitCode);
        Assert.Matches("alice removed this package at [^;]+; publish it again first$", refusal.Message);
        Assert.Equal(First.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
    }

    [Fact]
    public async Task Pruning_that_was_stopped_goes_on_and_is_recorded_once()
    {
        var plan = await PlanToPruneSecondAsync();
        _scene.Server.Trouble("DELETE model-versions/delete", new MlflowTrouble.Says(418));
        await ThrowsAsync(ExitCodes.InputOutput, () => _scene.Registry.PruneAsync(plan));

        Assert.Single(await _scene.Registry.PruneAsync(await _scene.Registry.PlanPruneAsync(TimeSpan.Zero)));

        Assert.Equal(First.Id, Assert.Single(await _scene.Registry.ListPackagesAsync()).PackageId);
        Assert.Single(await _scene.Registry.HistoryAsync(), e => e.Action == RegistryAction.Pruned);
    }

    private IEnumerable<KeyValuePair<string, byte[]>> FilesOf(ModelPackage package)
    {
        var folder = _scene.PathOf(package, "");
        return _scene.Server.Artifacts.Where(a => a.Key.StartsWith(folder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_package_that_cannot_go_does_not_keep_the_others()
    {
        await _scene.PublishAsync(First, Second, Third);
        await _scene.Registry.PromoteAsync(First.Id);
        _scene.Server.Trouble("DELETE /api/2.0/mlflow-artifacts/artifacts", new MlflowTrouble.Says(418));
        var plan = await _scene.Registry.PlanPruneAsync(TimeSpan.Zero);

        var error = await ThrowsAsync(ExitCodes.InputOutput, () => _scene.Registry.PruneAsync(plan));
        Assert.EndsWith("1 of 2 packages are removed, run it again for the rest", error.Message, StringComparison.Ordinal);

        Assert.Equal(Second.Id, Assert.Single(await _scene.Registry.PruneAsync(await _scene.Registry.PlanPruneAsync(TimeSpan.Zero))).PackageId);
        Assert.Equal(FilesOf(First), _scene.Server.Artifacts);
        Assert.Equal(2, (await _scene.Registry.HistoryAsync()).Count(e => e.Action == RegistryAction.Pruned));
    }

    [Fact]
    public async Task A_plan_lists_the_versions_once_and_loading_one_package_lists_none_but_its_own()
    {
        await _scene.PublishAsync(First, Second, Third);
        await _scene.Registry.PromoteAsync(First.Id);
        var before = _scene.Server.Count("GET model-versions/search");
        await _scene.Registry.PlanPruneAsync(TimeSpan.Zero);
        Assert.Equal(before + 1, _scene.Server.Count("GET model-versions/search"));

        _scene.Server.Tracking.PageSize = 1;
        await _scene.Registry.LoadPackageAsync(First.Id);
        Assert.Equal(before + 2, _scene.Server.Count("GET model-versions/search"));
        await _scene.Registry.LoadVersionAsync(2);
        Assert.Equal((before + 2, 1), (_scene.Server.Count("GET model-versions/search"), _scene.Server.Count("GET model-versions/get")));
    }

    [Fact]
    public async Task A_version_that_was_made_from_another_one_is_read_where_that_lies()
    {
        await _scene.PublishAsync(First);
        var tags = Assert.Single(_scene.Server.Tracking.Versions)["tags"]!.DeepClone();
        _scene.Server.Tracking.Answer(
            "POST model-versions/create", new JsonObject { ["name"] = MlflowScene.Name, ["source"] = $"models:/{MlflowScene.Name}/1", ["tags"] = tags });
        MoveAlias("2");
        Assert.Equal(First.OnnxBytes, (await _scene.Registry.LoadProductionAsync()).OnnxBytes);
    }

    /// <summary>Two packages, of which the first is in production.</summary>
    private async Task<IReadOnlyList<PruneCandidate>> PlanToPruneSecondAsync()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
        return await _scene.Registry.PlanPruneAsync(TimeSpan.Zero);
    }

    private void MoveAlias(string version) => _scene.Server.Tracking.Answer(
        "POST registered-models/alias", new JsonObject { ["name"] = MlflowScene.Name, ["alias"] = "production", ["version"] = version });

    /// <summary>Lets something happen just before the first request of an endpoint is answered.</summary>
    private void Once(string endpoint, Action what) => _scene.Server.Before = e =>
    {
        if (e != endpoint)
            return;
        _scene.Server.Before = null;
        what();
    };

    private static async Task<bool> StoppedAtAsync(int step, bool rollback)
    {
        using var scene = new MlflowScene();
        await scene.PublishAsync(First, Second);
        await scene.Registry.PromoteAsync(First.Id);
        if (rollback)
            await scene.Registry.PromoteAsync(Second.Id);
        var requests = 0;
        scene.Server.Before = _ =>
        {
            if (Interlocked.Increment(ref requests) == step)
                scene.Server.Trouble("*", new MlflowTrouble.Says(418));
        };
        try
        {
            await ChangeAsync();
            return false;
        }
        catch (FashionMnistException e)
        {
            Assert.Equal(ExitCodes.InputOutput, e.ExitCode);
        }

        scene.Server.Before = null;
        var expected = rollback ? First.Id : Second.Id;
        if (rollback && (await scene.Registry.LoadProductionAsync()).PackageId == expected)
            return true;
        await ChangeAsync();
        Assert.Equal(expected, (await scene.Registry.LoadProductionAsync()).PackageId);
        var action = rollback ? RegistryAction.RolledBack : RegistryAction.Promoted;
        Assert.Single(await scene.Registry.HistoryAsync(), e => e.Action == action && e.PackageId == expected);
        return true;

        Task ChangeAsync() => rollback ? scene.Registry.RollbackAsync() : scene.Registry.PromoteAsync(Second.Id);
    }
}
