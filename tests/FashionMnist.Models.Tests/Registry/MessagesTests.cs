using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FashionMnist.Models.Tests.Registry;

/// <summary>What publishing, promoting and pruning say and leave behind, word for word.</summary>
public sealed class MessagesTests : IDisposable
{
    private static readonly ModelPackage First = TestPackages.Create(1);
    private static readonly ModelPackage Second = TestPackages.Create(2);

    private readonly TemporaryFolder _folder = new();
    private readonly FileObjectStore _store;
    private readonly ModelRegistry _registry;

    public MessagesTests()
    {
        _store = new FileObjectStore(_folder["store"]);
        _registry = new ModelRegistry(_store, TestPackages.ModelName, _ => Task.FromResult("alice"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publishing_says_what_it_did_and_where()
    {
        var dry = new PublishOptions { DryRun = true };
        var other = TestPackages.Create(1, x => x with { Name = TestPackages.ModelName, Created = x.Created.AddDays(1) });

        Assert.Equal($"would publish {Address(First)}", (await _registry.PublishAsync(First, dry)).Message);
        Assert.Equal($"published {Address(First)}", (await _registry.PublishAsync(First)).Message);
        Assert.Equal($"already published, nothing uploaded: {Address(First)}", (await _registry.PublishAsync(First)).Message);
        Assert.Equal($"already published, nothing uploaded: {Address(First)}", (await _registry.PublishAsync(First, dry)).Message);
        Assert.Equal($"the same network is already published, its first manifest stays: {Address(First)}", (await _registry.PublishAsync(other)).Message);
    }

    [Fact]
    public async Task Publishing_again_repairs_a_network_and_records_what_was_not_recorded()
    {
        await _registry.PublishAsync(First);
        var onnx = _folder["store", "models", TestPackages.ModelName, First.Id, PackageFiles.Onnx];
        await foreach (var key in _store.ListKeysAsync(_registry.Keys.Ledger))
            await _store.DeleteAsync(key);
        await _store.PutAsync(_registry.Keys.Onnx(First.Id), new MemoryStream([1, 2, 3]));

        await _registry.PublishAsync(First);

        Assert.Equal(First.OnnxBytes, await File.ReadAllBytesAsync(onnx));
        var entry = Assert.Single(await _registry.HistoryAsync());
        Assert.Equal((RegistryAction.Published, "recorded on a later run"), (entry.Action, entry.Reason));
    }

    [Fact]
    public async Task A_damaged_manifest_in_the_store_is_not_taken_for_the_first_one()
    {
        await _registry.PublishAsync(First);
        await _store.PutAsync(_registry.Keys.Manifest(First.Id), new MemoryStream("{}"u8.ToArray()));

        var problem = await Assert.ThrowsAsync<FashionMnistException>(() => _registry.PublishAsync(First));

        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
    }

    [Fact]
    public async Task Promoting_says_what_it_put_where_and_instead_of_what()
    {
        await _registry.PublishAsync(First);
        await _registry.PublishAsync(Second);

        Assert.Equal($"would put into production: {Address(First)}", (await _registry.PromoteAsync(First.Id, new PromoteOptions { DryRun = true })).Message);
        Assert.Equal($"promoted: {Address(First)}", (await _registry.PromoteAsync(First.Id)).Message);
        Assert.Equal($"promoted: {Address(Second)} instead of {First.Id[..12]}", (await _registry.PromoteAsync(Second.Id)).Message);
        Assert.Equal($"rolled-back: {Address(First)} instead of {Second.Id[..12]}", (await _registry.RollbackAsync()).Message);
    }

    [Fact]
    public async Task Pruning_leaves_no_object_of_a_package_and_starts_with_the_oldest()
    {
        await _registry.PublishAsync(First);
        await _registry.PublishAsync(Second);
        var newest = new List<DateTimeOffset>();
        foreach (var key in new[] { _registry.Keys.Onnx(First.Id), _registry.Keys.Manifest(First.Id) })
            newest.AddRange((await _store.ListVersionsAsync(key)).Select(x => x.LastModified));

        var plan = await _registry.PlanPruneAsync(TimeSpan.Zero);
        await _registry.PruneAsync(plan);

        Assert.Equal([First.Id, Second.Id], plan.Select(x => x.PackageId));
        Assert.Equal(newest.Max(), plan[0].Published);
        await foreach (var key in _store.ListKeysAsync(_registry.Keys.Root))
            Assert.StartsWith(_registry.Keys.Ledger, key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_the_pointer_or_the_ledger_protects_a_package(bool byPointer)
    {
        await _registry.PublishAsync(First);
        await _registry.PublishAsync(Second);
        await _registry.PromoteAsync(First.Id);
        await foreach (var key in _store.ListKeysAsync(byPointer ? _registry.Keys.Ledger : _registry.Keys.Production))
            await _store.DeleteAsync(key);

        Assert.Equal([Second.Id], (await _registry.PlanPruneAsync(TimeSpan.Zero)).Select(x => x.PackageId));
    }

    [Fact]
    public async Task Of_what_happened_at_once_the_last_step_is_listed_first()
    {
        await _registry.PublishAsync(First);
        var time = new FakeTimeProvider((await _registry.HistoryAsync()).Single().At);
        await new ModelRegistry(_store, TestPackages.ModelName, _ => Task.FromResult("alice"), time).PromoteAsync(First.Id);

        Assert.Equal([RegistryAction.Promoted, RegistryAction.Published], (await _registry.HistoryAsync()).Select(x => x.Action));
    }

    [Fact]
    public async Task A_package_that_nobody_recorded_is_in_the_history_but_not_in_production()
    {
        await _registry.PublishAsync(First);
        await foreach (var key in _store.ListKeysAsync(_registry.Keys.Ledger))
            await _store.DeleteAsync(key);

        var entry = Assert.Single(await _registry.HistoryAsync());

        Assert.Equal((RegistryAction.Published, First.Id, false), (entry.Action, entry.PackageId, entry.InProduction));
    }

    [Fact]
    public async Task A_registry_exists_once_something_lies_in_it()
    {
        Assert.False(await _registry.ExistsAsync());
        await _registry.PublishAsync(First);
        Assert.True(await _registry.ExistsAsync());
    }

    [Fact]
    public async Task Production_stays_with_the_versions_that_were_promoted_whatever_is_written_over_them()
    {
        await _registry.PublishAsync(First);
        await _registry.PromoteAsync(First.Id);
        foreach (var key in new[] { _registry.Keys.Onnx(First.Id), _registry.Keys.Manifest(First.Id) })
            await _store.PutAsync(key, new MemoryStream([1, 2, 3]));

        Assert.Equal(First.OnnxBytes, (await _registry.LoadProductionAsync()).OnnxBytes);
    }

    [Fact]
    public async Task A_package_under_the_name_of_another_is_refused_with_both_hashes()
    {
        await _store.PutAsync(_registry.Keys.Onnx(First.Id), new MemoryStream(Second.OnnxBytes));
        await _store.PutAsync(_registry.Keys.Manifest(First.Id), new MemoryStream(Second.ManifestBytes));

        var problem = await Assert.ThrowsAsync<FashionMnistException>(() => _registry.LoadPackageAsync(First.Id));

        Assert.Equal(
            (ExitCodes.Integrity, $"{Address(First)}: another package lies under this name: expected SHA-256 {First.Id}, actual {Second.Id}"),
            (problem.ExitCode, problem.Message));
    }

    [Fact]
    public async Task A_whole_id_is_looked_for_nowhere_else()
    {
        var problem = await Assert.ThrowsAsync<FashionMnistException>(() => _registry.LoadPackageAsync(First.Id));

        Assert.Equal(
            (ExitCodes.NotFound, $"{Address(First)}: no such package; ./build.sh History lists what was published"), (problem.ExitCode, problem.Message));
    }

    [Fact]
    public async Task The_newest_package_is_listed_first()
    {
        await _registry.PublishAsync(First);
        await _registry.PublishAsync(Second);

        Assert.Equal([Second.Id, First.Id], (await _registry.ListPackagesAsync()).Select(x => x.PackageId));
    }

    private string Address(ModelPackage package) => $"{_store.Address}/models/{TestPackages.ModelName}/{package.Id}";
}
