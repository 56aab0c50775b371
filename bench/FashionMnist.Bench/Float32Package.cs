using FashionMnist.Models.IO;
using FashionMnist.Models.Packages;

namespace FashionMnist.Bench;

/// <summary>Makes a package of the float32 export that lies beside an int8 model, so that the job can be run with either.</summary>
internal static class Float32Package
{
    /// <returns>Folder of the package.</returns>
    public static async Task<string> MakeAsync(string model, string output, CancellationToken cancellationToken)
    {
        var int8 = await ModelPackage.LoadAsync(model, cancellationToken);
        var onnx = await File.ReadAllBytesAsync(Path.Combine(model, PackageFiles.Float32Onnx), cancellationToken);
        var signature = int8.Manifest.Onnx with { Sha256 = int8.Manifest.Quantization!.Float32Sha256, Bytes = onnx.Length };
        var folder = Path.Combine(output, "float32");
        AtomicFile.Write(Path.Combine(folder, PackageFiles.Onnx), onnx);
        AtomicFile.Write(
            Path.Combine(folder, PackageFiles.Manifest),
            ManifestSerializer.Serialize(int8.Manifest with { Onnx = signature, Quantization = null }));
        return folder;
    }
}
