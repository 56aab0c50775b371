using FashionMnist.Integration.Tests.Storage;
using FashionMnist.Models;
using FashionMnist.Models.Registry;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Registry;

public sealed class S3ModelLoaderTests
{
    private const string Name = TestPackages.ModelName;

    [S3Fact]
    public async Task Every_form_of_address_loads_its_package()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var store = bucket.OpenStore("team/store");
        var (first, second) = (TestPackages.Create(1), TestPackages.Create(2));
        var registry = new ModelRegistry(store, Name);
        await registry.PublishAsync(first);
        await registry.PublishAsync(second);

        var missing = await Assert.ThrowsAsync<FashionMnistException>(() => ModelLoader.LoadAsync(store.Address, Name));
        Assert.Equal(ExitCodes.NotFound, missing.ExitCode);
        Assert.Contains("no model is promoted", missing.Message, StringComparison.Ordinal);

        await registry.PromoteAsync(first.Id);
        foreach (var uri in new[] { store.Address, $"{store.Address}/", $"{store.Address}/models/{Name}" })
            Assert.Equal(first.OnnxBytes, (await ModelLoader.LoadAsync(uri, Name)).OnnxBytes);
        Assert.Equal(second.Id, (await ModelLoader.LoadAsync($"{store.Address}/models/{Name}/{second.Id}", Name)).PackageId);
    }

    [S3Fact]
    public async Task Who_promoted_on_another_server_than_aws_is_the_local_user()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var store = bucket.OpenStore();
        Assert.Equal(Callers.LocalUser(), await Callers.For(store)(CancellationToken.None));
    }
}
