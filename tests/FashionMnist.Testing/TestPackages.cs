using System.Security.Cryptography;
using FashionMnist.Models.Packages;

namespace FashionMnist.Testing;

/// <summary>Model packages whose network is a few random bytes: right in every hash, of no use for inference.</summary>
public static class TestPackages
{
    public const string ModelName = "fashion-mnist";

    public static ModelPackage Create(int seed, Func<ModelManifest, ModelManifest>? change = null, int onnxBytes = 4096)
    {
        var onnx = new byte[onnxBytes];
        new Random(seed).NextBytes(onnx);
        var manifest = Describe(seed, onnx);
        return ModelPackage.Verify(ManifestSerializer.Serialize(change?.Invoke(manifest) ?? manifest), onnx, $"test package {seed}");
    }

    public static void Save(ModelPackage package, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, PackageFiles.Onnx), package.OnnxBytes);
        File.WriteAllBytes(Path.Combine(folder, PackageFiles.Manifest), package.ManifestBytes);
    }

    private static ModelManifest Describe(int seed, byte[] onnx) => new()
    {
        SchemaVersion = ModelManifest.CurrentSchemaVersion,
        Name = ModelName,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Source = new SourceRevision(new string('a', 40), Dirty: false),
        Data = new DatasetProvenance("fashion-mnist", Synthetic: false, new Dictionary<string, string>()),
        Training = new TrainingProvenance("quick", seed, 1, new string('b', 64), new Dictionary<string, string>(), 1.5),
        Packages = new Dictionary<string, string>(),
        Onnx = new OnnxSignature(
            Convert.ToHexStringLower(SHA256.HashData(onnx)),
            onnx.Length,
            17,
            new TensorSignature("images", "uint8", [-1, 28, 28]),
            new TensorSignature("probabilities", "float32", [-1, 10])),
        Labels = ["T-shirt/top", "Trouser"],
        Metrics = new ModelMetrics(0.9 + seed % 100 / 1000.0, 0.02, 0.1, 10_000, [], []),
    };
}
