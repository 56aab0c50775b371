using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Airflow;

/// <summary>A store with one tiny model in production.</summary>
internal static class TinyStore
{
    public const string ModelName = "tiny";

    /// <summary>Publishes and promotes a package by way of a folder.</summary>
    /// <returns>Key of the pointer.</returns>
    public static async Task<string> FillAsync(IVersionedObjectStore store, string folder)
    {
        TinyPackage.Write(folder, change: x => x with { Metrics = new ModelMetrics(0.5, 0.1, 0.1, 100, [], []) });
        var package = ModelPackage.Verify(
            await File.ReadAllBytesAsync(Path.Combine(folder, PackageFiles.Manifest)),
            await File.ReadAllBytesAsync(Path.Combine(folder, PackageFiles.Onnx)),
            folder);
        var registry = new ModelRegistry(store, ModelName, _ => Task.FromResult("test"));
        await registry.PublishAsync(package);
        await registry.PromoteAsync(package.Id);
        return registry.Keys.Production;
    }
}
