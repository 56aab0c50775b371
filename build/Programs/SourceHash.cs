using System.Security.Cryptography;
using System.Text;

namespace FashionMnist.Build.Programs;

/// <summary>One hash over the content of many source files, to know whether something made from them is still current.</summary>
internal static class SourceHash
{
    private static readonly string[] Generated = ["bin", "obj"];

    /// <summary>SHA-256 (lower-case hex) over names and content of all files under <paramref name="paths"/>, build output aside.</summary>
    /// <param name="root">Folder the names are relative to.</param>
    /// <param name="paths">Files and folders relative to <paramref name="root"/>.</param>
    public static string Of(string root, params IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in paths.SelectMany(x => FilesUnder(Path.Combine(root, x))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file).Replace('\\', '/') + "\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> FilesUnder(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            return [];
        return Directory.EnumerateFiles(path)
            .Concat(Directory.EnumerateDirectories(path).Where(x => !Generated.Contains(Path.GetFileName(x))).SelectMany(FilesUnder));
    }
}
