using System.Security.Cryptography;
using FashionMnist.Models.IO;

namespace FashionMnist.Models.Packages;

/// <summary>model.onnx and model.json, proved to belong together. An instance exists only if every hash matches.</summary>
public sealed class ModelPackage
{
    private ModelPackage(ModelManifest manifest, byte[] manifestBytes, byte[] onnxBytes) =>
        (Manifest, ManifestBytes, OnnxBytes) = (manifest, manifestBytes, onnxBytes);

    /// <summary>Identity of the package: SHA-256 of model.onnx, 64 lower-case hex digits.</summary>
    public string Id => Manifest.Onnx.Sha256;

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The bytes of model.json.</summary>
    public byte[] ManifestBytes { get; }

    /// <summary>The bytes of model.onnx.</summary>
    public byte[] OnnxBytes { get; }

    /// <summary>SHA-256 of the bytes of model.json, 64 lower-case hex digits, as <c>sha256sum</c> prints it.</summary>
    public string ManifestSha256 => Hash(ManifestBytes);

    /// <summary>Proves that two files make a package.</summary>
    /// <param name="manifestBytes">The bytes of model.json.</param>
    /// <param name="onnxBytes">The bytes of model.onnx.</param>
    /// <param name="source">The folder or the address they came from, for messages.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> with the expected and the actual hash.</exception>
    public static ModelPackage Verify(byte[] manifestBytes, byte[] onnxBytes, string source)
    {
        var manifest = ManifestSerializer.Deserialize(manifestBytes, $"{source}/{PackageFiles.Manifest}");
        RequireHash(onnxBytes, manifest.Onnx.Sha256, $"{source}/{PackageFiles.Onnx}");
        RequireBytes(manifest, onnxBytes.Length, source);
        return new ModelPackage(manifest, manifestBytes, onnxBytes);
    }

    /// <summary>Reads and proves the package in a folder.</summary>
    /// <param name="folder">The folder with model.onnx and model.json.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> if a file is missing, <see cref="ExitCodes.Integrity"/> if a hash does not match.
    /// </exception>
    public static async Task<ModelPackage> LoadAsync(string folder, CancellationToken cancellationToken = default)
    {
        var manifest = await ReadAsync(folder, PackageFiles.Manifest, PackageFiles.MaximumJsonBytes, cancellationToken);
        var bytes = ManifestSerializer.Deserialize(manifest, Path.Combine(folder, PackageFiles.Manifest)).Onnx.Bytes;
        var onnx = await ReadAsync(folder, PackageFiles.Onnx, bytes, cancellationToken);
        return Verify(manifest, onnx, folder);
    }

    /// <summary>Demands the size that the manifest promises, which can be seen before the bytes are read.</summary>
    internal static void RequireBytes(ModelManifest manifest, long actual, string source)
    {
        if (actual != manifest.Onnx.Bytes)
            throw SealedJson.Damaged($"{source}/{PackageFiles.Onnx}: expected {manifest.Onnx.Bytes} bytes as {PackageFiles.Manifest} says, actual {actual}");
    }

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    internal static void RequireHash(ReadOnlySpan<byte> bytes, string expected, string source)
    {
        var actual = Hash(bytes);
        if (actual != expected)
            throw SealedJson.Damaged($"{source}: the bytes are not those that were promised: expected SHA-256 {expected}, actual {actual}");
    }

    private static async Task<byte[]> ReadAsync(string folder, string name, long maximum, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return await StoreFile.ReadAsync(path, maximum, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FashionMnistException(
                ExitCodes.NotFound,
                $"{path} is not there: a model package is a folder with {PackageFiles.Onnx} and {PackageFiles.Manifest}",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FashionMnistException(ExitCodes.AccessDenied, $"{path}: access denied: check the owner and the permissions", e);
        }
        catch (IOException e)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"{path}: cannot read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
