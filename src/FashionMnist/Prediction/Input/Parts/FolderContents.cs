using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using FashionMnist.IO;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parts;

/// <summary>What lies in a folder, in ordinal order of the names.</summary>
/// <param name="Pictures">PNGs.</param>
/// <param name="Parts">Files of a table, as Spark and Hugging Face's datasets write it.</param>
/// <param name="Jpegs">JPEGs, which are not read.</param>
/// <param name="Others">Anything else, leftovers not counted.</param>
internal sealed record FolderContents(IReadOnlyList<FolderFile> Pictures, IReadOnlyList<FolderFile> Parts, int Jpegs, int Others)
{
    private const string GZipExtension = ".gz";

    private static readonly HashSet<string> TableExtensions =
        new(StringComparer.OrdinalIgnoreCase) { ".csv", ".parquet", ".parq", ".pq", ".jsonl", ".ndjson", ".json", ".npy", ".npz" };

    /// <summary>Lists a folder and the folders below it.</summary>
    public static async Task<FolderContents> ListAsync(IInputFolder folder, CancellationToken cancellationToken)
    {
        var (pictures, parts, jpegs, others) = (new List<FolderFile>(), new List<FolderFile>(), 0, 0);
        await foreach (var file in folder.ListAsync(cancellationToken))
        {
            if (Leftovers.Contain(file.Path))
                continue;
            if (PngNames.IsPng(file.Path))
                pictures.Add(file);
            else if (IsPart(file.Path))
                parts.Add(file);
            else
                (jpegs, others) = (jpegs + (PngNames.IsJpeg(file.Path) ? 1 : 0), others + 1);
        }

        return new FolderContents(Sorted(pictures), Sorted(parts), jpegs, pictures.Count > 0 ? others + parts.Count : others);
    }

    /// <summary>The files right in a folder whose name fits a pattern with <c>*</c> and <c>?</c>.</summary>
    public static async Task<IReadOnlyList<FolderFile>> ListAsync(IInputFolder folder, string pattern, CancellationToken cancellationToken)
    {
        var matching = new List<FolderFile>();
        await foreach (var file in folder.ListAsync(cancellationToken))
        {
            if (!file.Path.Contains('/', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(pattern, file.Path, ignoreCase: false))
                matching.Add(file);
        }

        return Sorted(matching);
    }

    /// <summary>Hash of a list of files with their sizes and versions, 64 lower-case hex digits.</summary>
    public static string HashOf(IEnumerable<FolderFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Bytes} {file.Version} {file.Path}\n")));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    // Spark and this job itself mark what is no data with an underscore.
    private static bool IsPart(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (path.Split('/').Any(x => x.StartsWith('_')))
            return false;
        return TableExtensions.Contains(Path.GetExtension(name.EndsWith(GZipExtension, StringComparison.OrdinalIgnoreCase) ? name[..^GZipExtension.Length] : name));
    }

    private static List<FolderFile> Sorted(List<FolderFile> files)
    {
        files.Sort((x, y) => string.CompareOrdinal(x.Path, y.Path));
        return files;
    }
}
