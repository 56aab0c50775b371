using System.Security.Cryptography;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Packages;

namespace FashionMnist.Evaluation;

/// <summary>The float32 export that an int8 model was made from, beside the model in the folder it was trained into.</summary>
public static class Float32Export
{
    /// <summary>Loads it.</summary>
    /// <param name="folder">Folder of the int8 model.</param>
    /// <param name="manifest">Manifest of the int8 model.</param>
    /// <param name="threads">Number of threads of one call; 0 takes every core.</param>
    /// <returns>The classifier; <see langword="null"/> if the model is float32 itself.</returns>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> if the file is not there, <see cref="ExitCodes.Integrity"/> if it is another one than the manifest names.
    /// </exception>
    public static FashionMnistClassifier? Load(string folder, ModelManifest manifest, int threads)
    {
        if (manifest.Quantization is not { } quantization)
            return null;

        var path = Path.Combine(folder, PackageFiles.Float32Onnx);
        if (!File.Exists(path))
        {
            throw new FashionMnistException(
                ExitCodes.NotFound,
                $"{path}: not there; an int8 model is judged against its float32 export, which training writes beside it: run ./build.sh Train");
        }

        var onnx = File.ReadAllBytes(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx));
        if (sha256 != quantization.Float32Sha256)
            throw new FashionMnistException(ExitCodes.Integrity, $"{path}: expected SHA-256 {quantization.Float32Sha256}, actual {sha256}");
        var signature = manifest.Onnx with { Sha256 = sha256, Bytes = onnx.Length };
        return new FashionMnistClassifier(onnx, manifest with { Onnx = signature, Quantization = null }, threads);
    }
}
