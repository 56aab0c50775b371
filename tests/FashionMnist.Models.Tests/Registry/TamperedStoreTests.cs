using System.Text.RegularExpressions;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Registry;

/// <summary>One byte flipped anywhere: refused with exit code 80, the file, and the expected and the actual hash.</summary>
public sealed class TamperedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelPackage _package = TestPackages.Create(1);

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files => [PackageFiles.Onnx, PackageFiles.Manifest, StoreKeys.PointerFile];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_flipped_byte_in_the_store_is_refused(string name)
    {
        var registry = new ModelRegistry(new FileObjectStore(_folder["store"]), TestPackages.ModelName, _ => Task.FromResult("test"));
        await registry.PublishAsync(_package);
        await registry.PromoteAsync(_package.Id);
        var key = name == StoreKeys.PointerFile ? registry.Keys.Production : registry.Keys.Package(_package.Id) + name;

        await EveryFlipIsRefusedAsync(_folder[$"store/{key}"], () => ModelLoader.LoadAsync(_folder["store"], TestPackages.ModelName));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_flipped_byte_in_a_copy_of_plain_files_is_refused(string name)
    {
        var registry = new ModelRegistry(new FileObjectStore(_folder["store"]), TestPackages.ModelName, _ => Task.FromResult("test"));
        await registry.PublishAsync(_package);
        await registry.PromoteAsync(_package.Id);
        Directory.Delete(_folder["store/.versions"], recursive: true);
        var key = name == StoreKeys.PointerFile ? registry.Keys.Production : registry.Keys.Package(_package.Id) + name;
        Assert.Equal(_package.Id, (await ModelLoader.LoadAsync(_folder["store"], TestPackages.ModelName)).PackageId);

        await EveryFlipIsRefusedAsync(_folder[$"store/{key}"], () => ModelLoader.LoadAsync(_folder["store"], TestPackages.ModelName));
    }

    [Theory]
    [InlineData(PackageFiles.Onnx)]
    [InlineData(PackageFiles.Manifest)]
    public async Task A_flipped_byte_in_a_package_folder_is_refused(string name)
    {
        TestPackages.Save(_package, _folder["package"]);
        await EveryFlipIsRefusedAsync(_folder[$"package/{name}"], () => ModelLoader.LoadAsync(_folder["package"], TestPackages.ModelName));
    }

    [Theory]
    [InlineData(PackageFiles.Onnx)]
    [InlineData(PackageFiles.Manifest)]
    public async Task A_flipped_byte_is_never_published_or_promoted(string name)
    {
        var registry = new ModelRegistry(new FileObjectStore(_folder["store"]), TestPackages.ModelName, _ => Task.FromResult("test"));
        await registry.PublishAsync(_package);

        await EveryFlipIsRefusedAsync(
            _folder[$"store/{registry.Keys.Package(_package.Id)}{name}"], () => registry.PromoteAsync(_package.Id));
        Assert.True((await registry.PromoteAsync(_package.Id)).Changed);
    }

    /// <summary>A sample of positions with the first and last ones, and for text one of each character that occurs.</summary>
    private static async Task EveryFlipIsRefusedAsync(string path, Func<Task> load)
    {
        var original = await File.ReadAllBytesAsync(path);
        var positions = Enumerable.Range(0, original.Length).DistinctBy(i => original[i]).Take(80)
            .Concat([0, original.Length / 2, original.Length - 1])
            .Concat(Enumerable.Range(0, original.Length).Where(i => i % 97 == 0))
            .Distinct();
        foreach (var position in positions)
        {
            var flipped = original.ToArray();
            flipped[position] ^= 1;
            await File.WriteAllBytesAsync(path, flipped);

            var error = await Assert.ThrowsAsync<FashionMnistException>(load);
            Assert.Equal((ExitCodes.Integrity, position), (error.ExitCode, position));
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
            Assert.Matches(new Regex("expected .*actual .*[0-9a-f]{64}"), error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }

        await File.WriteAllBytesAsync(path, original);
    }
}
