using System.Security.Cryptography;
using FashionMnist.Data;
using FashionMnist.Models.Packages;

namespace FashionMnist.Testing.TinyModel;

/// <summary>A model package around <see cref="TinyOnnx"/>.</summary>
public static class TinyPackage
{
    /// <summary>The manifest that fits <paramref name="onnx"/>.</summary>
    /// <param name="onnx">The bytes of model.onnx.</param>
    /// <param name="name">Name of the model.</param>
    public static ModelManifest Manifest(byte[] onnx, string name = "tiny") => new()
    {
        SchemaVersion = ModelManifest.CurrentSchemaVersion,
        Name = name,
        Created = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Source = new SourceRevision(new string('c', 40), Dirty: false),
        Data = new DatasetProvenance("tiny-data", Synthetic: false, new Dictionary<string, string>()),
        Training = new TrainingProvenance("none", 1, 1, new string('f', 64), new Dictionary<string, string>(), 0),
        Packages = new Dictionary<string, string>(),
        Onnx = new OnnxSignature(
            Convert.ToHexStringLower(SHA256.HashData(onnx)),
            onnx.Length,
            TinyOnnx.Opset,
            new TensorSignature(TinyOnnx.Input, "uint8", [-1, ImageShape.Height, ImageShape.Width]),
            new TensorSignature(TinyOnnx.Output, "float32", [-1, LabelMap.Count])),
        Labels = LabelMap.Names,
    };

    /// <summary>Writes model.onnx and model.json into a folder, which is made if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onnx">The network; the one of seed 1 if it is left out.</param>
    /// <param name="change">Changes the manifest before it is sealed.</param>
    /// <returns>The manifest as written.</returns>
    public static ModelManifest Write(string folder, byte[]? onnx = null, Func<ModelManifest, ModelManifest>? change = null)
    {
        onnx ??= TinyOnnx.Create();
        var manifest = Manifest(onnx);
        manifest = change?.Invoke(manifest) ?? manifest;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, PackageFiles.Onnx), onnx);
        File.WriteAllBytes(Path.Combine(folder, PackageFiles.Manifest), ManifestSerializer.Serialize(manifest));
        return manifest;
    }
}
