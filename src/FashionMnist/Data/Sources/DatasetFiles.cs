using System.Security.Cryptography;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Data.Sources;

/// <summary>The four files of a dataset as the configuration names them.</summary>
internal static class DatasetFiles
{
    public static IReadOnlyList<DataFileOptions> All(this DataOptions options) =>
        [options.TrainImages, options.TrainLabels, options.TestImages, options.TestLabels];

    public static DatasetReference ReferenceTo(this DataOptions options, string directory, string source) =>
        new(options.Name, Synthetic: false, Path.GetFullPath(directory), source,
            File(options.TrainImages), File(options.TrainLabels), File(options.TestImages), File(options.TestLabels));

    /// <summary>What is wrong with a file in a folder, or <see langword="null"/>.</summary>
    public static string? ProblemWith(this DataFileOptions file, string directory)
    {
        var path = Path.Combine(directory, file.Name);
        if (!System.IO.File.Exists(path))
            return $"{path}: not there{Unpacked(path)}";

        using var stream = System.IO.File.OpenRead(path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        return actual == file.Sha256 ? null : $"{path}: expected SHA-256 {file.Sha256}, actual {actual}";
    }

    // Whoever unpacked the files has the dataset and yet not what its hashes are of.
    private static string Unpacked(string path) => Path.ChangeExtension(path, null) is var unpacked && System.IO.File.Exists(unpacked)
        ? $"; {unpacked} is, but the hash is that of the packed file as it was published: fetch it again"
        : ", neither packed (.gz) nor unpacked";

    private static DatasetFile File(DataFileOptions file) => new(file.Name, file.Sha256);
}
