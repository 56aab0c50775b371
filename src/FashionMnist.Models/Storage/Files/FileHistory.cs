using System.Globalization;
using System.Security.Cryptography;
using FashionMnist.Models.IO;

namespace FashionMnist.Models.Storage.Files;

/// <summary>
/// The files of one key: the plain file people see, and <c>.versions/&lt;key&gt;/@&lt;number&gt;/&lt;sha256&gt;</c> for each version.
/// A version exists from the moment its folder has its name; the plain file is brought up to date afterwards.
/// </summary>
internal sealed class FileHistory(string root, string key)
{
    public const string Folder = ".versions";
    public const char VersionMark = '@';

    public string Key { get; } = key;

    public string PlainFile { get; } = Path.Combine([root, .. key.Split('/')]);

    public string VersionsFolder { get; } = Path.Combine([root, Folder, .. key.Split('/')]);

    public string FolderOf(long number) => Path.Combine(VersionsFolder, $"{VersionMark}{number:D8}");

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FileVersion> List() =>
        [.. Numbers().OrderDescending().Select(Find).OfType<FileVersion>()];

    public FileVersion? Newest() => Numbers().OrderDescending().Select(Find).FirstOrDefault(v => v is not null);

    public long NextNumber() => Numbers().DefaultIfEmpty(0).Max() + 1;

    /// <summary>Opens the plain file together with its hash; <see langword="null"/> if there is none.</summary>
    public (Stream Content, string Sha256)? OpenPlain()
    {
        var content = OpenOrNull(PlainFile);
        return content is null ? null : (content, HashAndRewind(content));
    }

    /// <summary>Opens a kept version and proves its hash; <see langword="null"/> if it was removed meanwhile.</summary>
    public static Stream? OpenVerified(FileVersion version)
    {
        var content = OpenOrNull(version.Path);
        if (content is null)
            return null;

        var actual = HashAndRewind(content);
        if (actual == version.Sha256)
            return content;
        content.Dispose();
        throw new FashionMnistException(
            ExitCodes.Integrity,
            $"{version.Path}: the stored version is damaged: expected SHA-256 {version.Sha256}, actual {actual}; restore it from a backup");
    }

    private static Stream? OpenOrNull(string path)
    {
        try
        {
            return StoreFile.Open(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string HashAndRewind(Stream content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        content.Position = 0;
        return hash;
    }

    private IEnumerable<long> Numbers()
    {
        string[] folders;
        try
        {
            folders = Directory.GetDirectories(VersionsFolder, $"{VersionMark}*");
        }
        catch (DirectoryNotFoundException)
        {
            yield break;
        }

        foreach (var folder in folders)
            if (long.TryParse(Path.GetFileName(folder.AsSpan())[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return number;
    }

    public FileVersion? Find(long number)
    {
        try
        {
            var file = Directory.EnumerateFiles(FolderOf(number)).FirstOrDefault();
            return file is null ? null : new FileVersion(number, Path.GetFileName(file), file);
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
