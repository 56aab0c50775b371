using System.Text.Json.Nodes;
using FashionMnist.Models.Registry;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>The record says of production what is true, whatever people do on the server's pages.</summary>
public sealed class MlflowRecordOfProductionTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_production_version_that_was_deleted_and_published_again_is_promoted_with_an_event()
    {
        await _scene.PublishAsync(First);
        await _scene.Registry.PromoteAsync(First.Id);
        _scene.Server.Tracking.Answer("DELETE model-versions/delete", new JsonObject { ["name"] = MlflowScene.Name, ["version"] = "1" });
        await _scene.PublishAsync(First);

        Assert.True((await _scene.RegistryOf("bob").PromoteAsync(First.Id)).Changed);
        Assert.Equal("2", _scene.Alias);
        var promoted = (await _scene.Registry.HistoryAsync()).Where(e => e.Action == RegistryAction.Promoted).ToList();
        Assert.Equal([("bob", true), ("alice", false)], promoted.Select(e => (e.By!, e.InProduction)));
    }

    [Fact]
    public async Task An_alias_that_people_moved_to_an_earlier_version_is_not_taken_for_a_promotion()
    {
        await MovedBackAsync();
        var inProduction = Assert.Single(await _scene.Registry.HistoryAsync(), e => e.InProduction);
        Assert.Equal((First.Id, (string?)null), (inProduction.PackageId, inProduction.By));
        Assert.Contains("other means", inProduction.Reason, StringComparison.Ordinal);
        Assert.Equal("alias-1", (await _scene.Registry.ReadPointerAsync())!.VersionId);
    }

    [Fact]
    public async Task Rolling_back_what_people_moved_is_recorded()
    {
        await MovedBackAsync();
        var result = await _scene.RegistryOf("bob").RollbackAsync();
        Assert.Equal(Second.Id, result.PackageId);
        Assert.StartsWith("rolled-back:", result.Message, StringComparison.Ordinal);
        var newest = (await _scene.Registry.HistoryAsync())[0];
        Assert.Equal((RegistryAction.RolledBack, "bob", true), (newest.Action, newest.By, newest.InProduction));
    }

    [Fact]
    public async Task Promoting_what_people_moved_is_recorded()
    {
        await MovedBackAsync();
        Assert.True((await _scene.RegistryOf("bob").PromoteAsync(First.Id)).Changed);
        Assert.Equal("bob", Assert.Single(await _scene.Registry.HistoryAsync(), e => e.InProduction).By);
    }

    [Theory]
    [InlineData("fashion_mnist.onnx_sha256")]
    [InlineData("fashion_mnist.manifest_sha256")]
    public async Task A_missing_tag_of_production_stops_readers_and_no_writer(string tag)
    {
        await _scene.PublishAsync(First, Second, Third);
        await _scene.Registry.PromoteAsync(First.Id);
        await _scene.Registry.PromoteAsync(Second.Id);
        _scene.Server.Tracking.DeleteVersionTag("2", tag);

        var error = await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
        Assert.Contains($"promote another package, or set the tags to {Second.Id} and {Second.ManifestSha256}", error.Message, StringComparison.Ordinal);
        Assert.Equal(Second.Id, Assert.Single(await _scene.Registry.HistoryAsync(), e => e.InProduction).PackageId);
        Assert.DoesNotContain(await _scene.Registry.PlanPruneAsync(TimeSpan.Zero), c => c.PackageId == Second.Id);
        Assert.Equal(First.Id, (await _scene.Registry.RollbackAsync()).PackageId);
        Assert.Equal(First.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
    }

    [Fact]
    public async Task A_version_that_nothing_is_known_about_gives_way_to_a_promoted_one()
    {
        await _scene.PublishAsync(First, Second);
        MoveAlias("1");
        _scene.Server.Tracking.DeleteVersionTag("1", "fashion_mnist.onnx_sha256");
        await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
        Assert.NotEmpty(await _scene.Registry.HistoryAsync());
        Assert.Equal(Second.Id, (await _scene.Registry.PromoteAsync(Second.Id)).PackageId);
        Assert.Equal(Second.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
    }

    [Fact]
    public async Task Who_may_not_change_the_model_leaves_no_event_for_others_to_carry_out()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
        var before = _scene.Server.Tracking.Snapshot();
        _scene.Server.ModelIsReadOnly = true;
        await ThrowsAsync(ExitCodes.AccessDenied, () => _scene.Registry.PromoteAsync(Second.Id));
        Assert.Equal(before, _scene.Server.Tracking.Snapshot());
    }

    [Fact]
    public async Task An_alias_in_the_stores_address_takes_the_place_of_production()
    {
        await _scene.PublishAsync(First);
        var address = $"{_scene.Server.Store}/models/{MlflowScene.Name}@champion";
        var registry = ModelRegistries.Open(address, MlflowScene.Name);
        using (registry as IDisposable)
            await registry.PromoteAsync(First.Id);
        Assert.Contains($"alias {MlflowScene.Name}@champion 1", _scene.Server.Tracking.Snapshot());
        Assert.Equal(First.Id, (await ModelLoader.LoadAsync(address, "other")).PackageId);
        await ThrowsAsync(ExitCodes.NotFound, () => _scene.Registry.LoadProductionAsync());
    }

    private async Task MovedBackAsync()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
        await _scene.Registry.PromoteAsync(Second.Id);
        MoveAlias("1");
    }

    private void MoveAlias(string version) => _scene.Server.Tracking.Answer(
        "POST registered-models/alias", new JsonObject { ["name"] = MlflowScene.Name, ["alias"] = "production", ["version"] = version });
}
