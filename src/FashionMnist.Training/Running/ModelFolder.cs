using System.Security.Cryptography;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using FashionMnist.Models.Packages;

namespace FashionMnist.Training.Running;

/// <summary>The folder a training writes to. It holds a model package only while its manifest is there.</summary>
/// <param name="folder">Path of the folder.</param>
internal sealed class ModelFolder(string folder)
{
    private const string LockName = "training.lock";

    private string OnnxFile => Path.Combine(folder, PackageFiles.Onnx);

    private string ManifestFile => Path.Combine(folder, PackageFiles.Manifest);

    private string Float32File => Path.Combine(folder, PackageFiles.Float32Onnx);

    /// <summary>Path of a file in the folder.</summary>
    public string this[string fileName] => Path.Combine(folder, fileName);

    /// <summary>Makes the folder, keeps other trainings out of it, and removes what killed ones left half-written.</summary>
    /// <returns>Lets others in when it is disposed; the operating system does the same when the process dies.</returns>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.CannotWriteOutput"/> if the folder cannot be made or written to, <see cref="ExitCodes.TryAgain"/> if another
    /// training runs in it.
    /// </exception>
    public IDisposable Open()
    {
        try
        {
            Directory.CreateDirectory(folder);
            var held = Lock(this[LockName]);
            foreach (var leftover in Directory.EnumerateFiles(folder, $".*{AtomicFile.TemporarySuffix}"))
                File.Delete(leftover);
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FashionMnistException(ExitCodes.CannotWriteOutput, $"{folder}: cannot be written to: {e.Message} Name another --output", e);
        }
    }

    /// <summary>The manifest of a finished model with this fingerprint, if it is there and every file has the hash it names.</summary>
    public ModelManifest? FindFinished(string fingerprint)
    {
        if (!File.Exists(ManifestFile) || !File.Exists(OnnxFile))
            return null;
        try
        {
            var manifest = ManifestSerializer.Deserialize(File.ReadAllBytes(ManifestFile), ManifestFile);
            return manifest.Training.Fingerprint == fingerprint && Has(OnnxFile, manifest.Onnx.Sha256)
                && (manifest.Quantization is not { } quantization || Has(Float32File, quantization.Float32Sha256)) ? manifest : null;
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.Integrity)
        {
            return null;
        }
    }

    /// <summary>Replaces the package: while the network changes there is no manifest and so no package.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="onnx">The network.</param>
    /// <param name="float32">Its float32 export, which is kept beside it if it is another one.</param>
    public void Replace(ModelManifest manifest, byte[] onnx, byte[] float32)
    {
        File.Delete(ManifestFile);
        if (manifest.Quantization is null)
            File.Delete(Float32File);
        else
            AtomicFile.Write(Float32File, float32);
        AtomicFile.Write(OnnxFile, onnx);
        AtomicFile.Write(ManifestFile, ManifestSerializer.Serialize(manifest));
    }

    /// <summary>SHA-256, 64 lower-case hex digits.</summary>
    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static bool Has(string file, string sha256) => File.Exists(file) && Sha256(File.ReadAllBytes(file)) == sha256;

    private FileStream Lock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new FashionMnistException(
                ExitCodes.TryAgain, $"{folder}: another training writes to this folder; wait for it or name another --output", e);
        }
    }
}
