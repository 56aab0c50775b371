using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry;

public sealed class ModelLoaderTests : IDisposable
{
    private const string Name = TestPackages.ModelName;
    private static readonly ModelPackage First = TestPackages.Create(1);
    private static readonly ModelPackage Second = TestPackages.Create(2);
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder["store"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_form_of_address_loads_its_package()
    {
        await FillAsync();
        TestPackages.Save(Second, _folder["package"]);

        foreach (var uri in new[] { Store, $"{Store}/", $"file://{Store}", $"{Store}/models/{Name}", $"{Store}/models/{Name}/" })
        {
            var loaded = await ModelLoader.LoadAsync(uri, Name);
            Assert.Equal((First.Id, $"{Store}/models/{Name}/{First.Id}"), (loaded.PackageId, loaded.Address));
            Assert.NotNull(loaded.PointerVersionId);
            Assert.Equal(First.OnnxBytes, loaded.OnnxBytes);
        }

        Assert.Equal(Second.Id, (await ModelLoader.LoadAsync($"{Store}/models/{Name}/{Second.Id}", Name)).PackageId);
        Assert.Equal(Second.Id, (await ModelLoader.LoadAsync(_folder["package"], Name)).PackageId);
    }

    [Fact]
    public async Task The_address_of_a_loaded_model_loads_it_again_after_another_was_promoted()
    {
        var registry = await FillAsync();
        var loaded = await ModelLoader.LoadAsync(Store, Name);
        await registry.PromoteAsync(Second.Id);

        Assert.Equal(First.Id, (await ModelLoader.LoadAsync(loaded.Address, Name)).PackageId);
        Assert.Equal(Second.Id, (await ModelLoader.LoadAsync(Store, Name)).PackageId);
    }

    [Fact]
    public async Task The_name_in_the_address_wins_over_the_configured_one()
    {
        await FillAsync();
        Assert.Equal(First.Id, (await ModelLoader.LoadAsync($"{Store}/models/{Name}", "other")).PackageId);
    }

    [Theory]
    [InlineData("nowhere", "is not there")]
    [InlineData("store", "no model is promoted in")]
    [InlineData("store/models/other-model", "./build.sh Promote")]
    [InlineData("store/models/fashion-mnist/0000000000000000000000000000000000000000000000000000000000000000", "no such package")]
    [InlineData("half", "model.onnx is not there")]
    public async Task What_is_not_there_is_said_with_what_to_do(string path, string message)
    {
        await FillAsync();
        TestPackages.Save(First, _folder["half"]);
        File.Delete(_folder["half/model.onnx"]);

        var error = await Assert.ThrowsAsync<FashionMnistException>(
            () => ModelLoader.LoadAsync(_folder[path], path == "store" ? "another" : Name));
        Assert.Equal(ExitCodes.NotFound, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://example.org/model")]
    [InlineData("s3://")]
    [InlineData("s3://UPPER/x")]
    public async Task A_malformed_address_is_a_usage_error(string uri)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => ModelLoader.LoadAsync(uri, Name));
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains("s3://bucket/prefix", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_writes_nothing()
    {
        await FillAsync();
        var before = _folder.Snapshot();
        await ModelLoader.LoadAsync(Store, Name);
        Assert.Equal(before, _folder.Snapshot());
    }

    private async Task<ModelRegistry> FillAsync()
    {
        var registry = new ModelRegistry(new FileObjectStore(Store), Name, _ => Task.FromResult("test"));
        await registry.PublishAsync(First);
        await registry.PublishAsync(Second);
        await registry.PromoteAsync(First.Id);
        return registry;
    }
}
