using FashionMnist.Inference;
using FashionMnist.Models.Registry;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Opens the packages that are compared.</summary>
internal static class PackageFolder
{
    public static async Task<FashionMnistClassifier> OpenAsync(string package, int threads, CancellationToken cancellationToken)
    {
        var model = await ModelLoader.LoadAsync(package, modelName: "", cancellationToken);
        return new FashionMnistClassifier(model.OnnxBytes, model.Manifest, threads);
    }
}
