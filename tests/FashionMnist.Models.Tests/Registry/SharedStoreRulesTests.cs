using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry;

public sealed class SharedStoreRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly ModelPackage Dirty = TestPackages.Create(1, m => m with { Source = m.Source with { Dirty = true } });

    private static readonly ModelPackage Synthetic =
        TestPackages.Create(2, m => m with { Data = m.Data with { Name = "fashion-mnist-synthetic", Synthetic = true } });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_shared_store_refuses_a_dirty_working_tree_unless_told_otherwise()
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => Shared().PublishAsync(Dirty));
        Assert.Equal(ExitCodes.Refused, error.ExitCode);
        Assert.Contains("--allow-dirty", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Shared().ListPackagesAsync());

        await Shared().PublishAsync(Dirty, new PublishOptions { AllowDirty = true });
        Assert.Single(await Shared().ListPackagesAsync());
    }

    [Fact]
    public async Task A_shared_store_never_takes_a_synthetic_model()
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(
            () => Shared().PublishAsync(Synthetic, new PublishOptions { AllowDirty = true }));
        Assert.Equal(ExitCodes.Refused, error.ExitCode);
        Assert.Contains("synthetic", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Shared().ListPackagesAsync());
    }

    [Fact]
    public async Task A_synthetic_model_that_was_copied_into_a_shared_store_is_not_promoted()
    {
        await Local().PublishAsync(Synthetic);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => Shared().PromoteAsync(Synthetic.Id));
        Assert.Equal(ExitCodes.Refused, error.ExitCode);
    }

    [Fact]
    public async Task A_folder_takes_both()
    {
        await Local().PublishAsync(Dirty);
        await Local().PublishAsync(Synthetic);
        Assert.True((await Local().PromoteAsync(Synthetic.Id)).Changed);
    }

    private ModelRegistry Local() => new(new FileObjectStore(_folder["store"]), TestPackages.ModelName);

    private ModelRegistry Shared() => new(new SharedFolder(_folder["store"]), TestPackages.ModelName);

    private sealed class SharedFolder(string folder) : StoreDecorator(new FileObjectStore(folder))
    {
        public override bool IsShared => true;
    }
}
