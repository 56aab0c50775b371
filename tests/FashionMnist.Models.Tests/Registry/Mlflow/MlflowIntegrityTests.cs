using System.Text.Json.Nodes;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Testing.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>Whatever lies on the server instead of what was published is refused with exit code 80, before anything is handed out.</summary>
public sealed class MlflowIntegrityTests : IDisposable
{
    private readonly MlflowScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(PackageFiles.Onnx)]
    [InlineData(PackageFiles.Manifest)]
    public async Task A_flipped_bit_in_a_file_is_refused_by_readers_and_promoters(string name)
    {
        await FillAsync();
        var path = _scene.PathOf(First, name);
        var original = _scene.Server.Artifacts[path];
        foreach (var position in Enumerable.Range(0, original.Length).Where(i => i % 97 == 0).Append(original.Length - 1))
        {
            var flipped = original.ToArray();
            flipped[position] ^= 1;
            _scene.Server.Artifacts[path] = flipped;
            var error = await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
            Assert.Matches("expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", error.Message);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadPackageAsync(First.Id));
        _scene.Server.Artifacts[_scene.PathOf(Second, name)] = original;
        await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.PromoteAsync(Second.Id));
        Assert.Equal("1", _scene.Alias);
    }

    [Fact]
    public async Task A_bit_that_flips_on_the_way_is_refused()
    {
        await FillAsync();
        // The list of files comes first, then the manifest, then the network.
        foreach (var good in new[] { 1, 2 })
        {
            var seen = 0;
            _scene.Server.Before = e =>
            {
                if (e == "GET /api/2.0/mlflow-artifacts/artifacts" && ++seen == good + 1)
                    _scene.Server.Trouble(e, new MlflowTrouble.WrongByte());
            };
            await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
        }

        _scene.Server.Before = null;
        Assert.Equal(First.Id, (await _scene.Registry.LoadProductionAsync()).PackageId);
    }

    [Fact]
    public async Task Another_whole_package_with_tags_to_match_is_refused_because_the_ledger_promised_the_first()
    {
        await FillAsync();
        foreach (var name in new[] { PackageFiles.Onnx, PackageFiles.Manifest })
            _scene.Server.Artifacts[_scene.PathOf(First, name)] = _scene.Server.Artifacts[_scene.PathOf(Second, name)];
        await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());

        _scene.Server.Tracking.SetVersionTag("1", "fashion_mnist.onnx_sha256", Second.Id);
        _scene.Server.Tracking.SetVersionTag("1", "fashion_mnist.manifest_sha256", Second.ManifestSha256);
        var error = await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
        Assert.Contains("event 3 promoted it", error.Message, StringComparison.Ordinal);
        Assert.Contains(First.Id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_somebody_else_under_the_alias_is_refused()
    {
        await FillAsync();
        _scene.Server.Tracking.Answer("POST model-versions/create", new JsonObject { ["name"] = MlflowScene.Name, ["source"] = "mlflow-artifacts:/9/x/artifacts/model" });
        _scene.Server.Tracking.Answer("POST registered-models/alias", new JsonObject { ["name"] = MlflowScene.Name, ["alias"] = "production", ["version"] = "3" });
        var error = await ThrowsAsync(ExitCodes.Integrity, () => _scene.Registry.LoadProductionAsync());
        Assert.Contains("fashion_mnist.onnx_sha256", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await _scene.Registry.ListPackagesAsync()).Count);
    }

    [Fact]
    public async Task Files_that_are_gone_are_not_found_and_rollback_still_works()
    {
        await FillAsync();
        await _scene.Registry.PromoteAsync(Second.Id);
        _scene.Server.Artifacts.Remove(_scene.PathOf(Second, PackageFiles.Onnx), out _);
        var error = await ThrowsAsync(ExitCodes.NotFound, () => _scene.Registry.LoadProductionAsync());
        Assert.Contains(Second.Id, error.Message, StringComparison.Ordinal);
        Assert.Contains("Rollback", error.Message, StringComparison.Ordinal);
        Assert.Equal(First.Id, (await _scene.Registry.RollbackAsync()).PackageId);
    }

    [Fact]
    public async Task Every_form_of_address_loads_its_package()
    {
        await FillAsync();
        var store = _scene.Server.Store;
        foreach (var uri in new[] { store, $"{store}/", $"{store}/models/{MlflowScene.Name}" })
        {
            var loaded = await ModelLoader.LoadAsync(uri, MlflowScene.Name);
            Assert.Equal((First.Id, $"{store}/models/{MlflowScene.Name}/{First.Id}", "3"), (loaded.PackageId, loaded.Address, loaded.PointerVersionId));
            Assert.Equal(First.Id, (await ModelLoader.LoadAsync(loaded.Address, MlflowScene.Name)).PackageId);
        }

        Assert.Equal(Second.OnnxBytes, (await ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}/2", "other")).OnnxBytes);
        Assert.Equal(Second.OnnxBytes, (await ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}/{Second.Id}", "other")).OnnxBytes);
        await ThrowsAsync(ExitCodes.NotFound, () => ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}/3", "other"));
        await ThrowsAsync(ExitCodes.NotFound, () => ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}/{new string('0', 64)}", "other"));
        await ThrowsAsync(ExitCodes.NotFound, () => ModelLoader.LoadAsync(store, "other"));
        _scene.Server.Tracking.Answer(
            "POST registered-models/alias", new JsonObject { ["name"] = MlflowScene.Name, ["alias"] = "champion", ["version"] = "2" });
        Assert.Equal(Second.Id, (await ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}@champion", "other")).PackageId);
        await ThrowsAsync(ExitCodes.NotFound, () => ModelLoader.LoadAsync($"{store}/models/{MlflowScene.Name}@nobody", "other"));
    }

    [Fact]
    public async Task Loading_writes_nothing()
    {
        await FillAsync();
        var before = _scene.Server.Requests.Count;
        await _scene.Registry.LoadProductionAsync();
        await _scene.Registry.HistoryAsync();
        Assert.All(_scene.Server.Requests.Skip(before), r => Assert.StartsWith("GET ", r, StringComparison.Ordinal));
    }

    private async Task FillAsync()
    {
        await _scene.PublishAsync(First, Second);
        await _scene.Registry.PromoteAsync(First.Id);
    }
}
