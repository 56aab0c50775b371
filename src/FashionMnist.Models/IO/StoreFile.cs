using FashionMnist.Models.Packages;

namespace FashionMnist.Models.IO;

/// <summary>
/// Opens files of a store or a package, where nobody means a pipe, which would wait for ever, a device, which would not end, or a file larger than
/// what it should hold.
/// </summary>
internal static class StoreFile
{
    /// <summary>Largest file of a store, in bytes: no model of ONNX is larger, as no message of protobuf is.</summary>
    public const long MaximumBytes = int.MaxValue;

    /// <summary>Opens a file. What has no length, as pipes and devices, is empty.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="maximum">Most bytes it may have.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> if it is larger.</exception>
    /// <exception cref="IOException">If it is not there or cannot be opened.</exception>
    public static Stream Open(string path, long maximum = MaximumBytes)
    {
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        if (!file.Exists)
            throw new FileNotFoundException($"{path} is not there.", path);
        if (file.Length > maximum)
            throw SealedJson.Damaged($"{path}: has {file.Length} bytes, allowed are {maximum}");
        // Delete sharing lets writers replace the file while it is read, also on Windows.
        return file.Length == 0 ? new MemoryStream() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Reads a file whole.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<byte[]> ReadAsync(string path, long maximum, CancellationToken cancellationToken)
    {
        await using var content = Open(path, maximum);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
