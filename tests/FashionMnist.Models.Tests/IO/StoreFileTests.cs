using System.Diagnostics;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Models.Tests.IO;

/// <summary>Stores and packages whose files are none, or are larger than they say.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("ln -s /dev/zero")]
    public async Task A_package_whose_file_is_a_pipe_or_a_device_is_refused_and_not_waited_for(string make)
    {
        TinyPackage.Write(_folder["package"]);
        File.Delete(_folder["package", "model.onnx"]);
        Shell($"{make} {_folder["package", "model.onnx"]}");
        await AssertDamaged("the bytes are not those that were promised", () => ModelLoader.LoadAsync(_folder["package"], "tiny"));
    }

    [Fact]
    public async Task A_package_with_more_bytes_than_its_manifest_says_is_refused_before_they_are_read()
    {
        var manifest = TinyPackage.Write(_folder["package"]);
        Sparse(_folder["package", "model.onnx"]);
        await AssertDamaged($"has 6442450944 bytes, allowed are {manifest.Onnx.Bytes}", () => ModelLoader.LoadAsync(_folder["package"], "tiny"));
    }

    [Fact]
    public async Task A_huge_manifest_is_refused_before_it_is_read()
    {
        TinyPackage.Write(_folder["package"]);
        Sparse(_folder["package", "model.json"]);
        await AssertDamaged("has 6442450944 bytes, allowed are 16777216", () => ModelLoader.LoadAsync(_folder["package"], "tiny"));
    }

    [Fact]
    public async Task A_huge_or_strange_file_of_a_store_is_refused()
    {
        var store = new FileObjectStore(_folder["store"]);
        await store.PutAsync("models/tiny/production.json", new MemoryStream("{}"u8.ToArray()));
        var plain = _folder["store", "models", "tiny", "production.json"];
        Sparse(plain);
        await AssertDamaged("has 6442450944 bytes, allowed are 2147483647", () => ModelLoader.LoadAsync(_folder["store"], "tiny"));
        File.Delete(plain);
        Shell($"mkfifo {plain}");
        await AssertDamaged("the file was changed outside the store", () => ModelLoader.LoadAsync(_folder["store"], "tiny"));
    }

    [Fact]
    public async Task A_sealed_package_of_another_model_is_refused()
    {
        var manifest = TinyPackage.Write(_folder["package"]);
        var place = _folder["store", "models", "other", manifest.Onnx.Sha256];
        Directory.CreateDirectory(place);
        foreach (var file in new[] { PackageFiles.Onnx, PackageFiles.Manifest })
            File.Copy(_folder["package", file], Path.Combine(place, file));
        await AssertDamaged("a package of another model lies under this name: expected other, actual tiny", () => ModelLoader.LoadAsync($"{_folder["store"]}/models/other/{manifest.Onnx.Sha256}", "other"));
    }

    private static async Task AssertDamaged(string message, Func<Task> action)
    {
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(action);
        Assert.Equal(ExitCodes.Integrity, refusal.ExitCode);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static void Sparse(string path)
    {
        using var file = File.Create(path);
        file.SetLength(6L << 30);
    }

    private static void Shell(string command)
    {
        using var process = Process.Start("bash", ["-c", command]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
