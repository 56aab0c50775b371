using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using FashionMnist.Models;

namespace FashionMnist.IO;

/// <summary>A folder of this machine. Links to files count as files, links to folders are not followed: they may go round in circles.</summary>
internal sealed class LocalInputFolder(string path) : IInputFolder
{
    private static readonly EnumerationOptions Options = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.None,
    };

    public string Name => path.Length > 1 ? path.TrimEnd('/') : path;

    // A disk gives small files faster than they are predicted.
    public int ReadAhead => 1;

    public async IAsyncEnumerable<FolderFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new FileSystemEnumerable<FolderFile>(path, Seen, Options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && Enterable(entry.ToFullPath()),
        };
        using var all = files.GetEnumerator();
        while (Next(all))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return all.Current;
        }

        await Task.CompletedTask;
    }

    public IInputFile File(FolderFile file) => new LocalFolderFile(Path.Combine(path, file.Path), file.Version);

    // The runtime passes over a folder whose name it cannot decode, with all the files in it, and says nothing.
    private static bool Enterable(string folder) => !folder.Contains(LocalFolderFile.UndecodableMark, StringComparison.Ordinal) || Directory.Exists(folder)
        ? true
        : throw new FashionMnistException(ExitCodes.BadInput, $"{folder}: the name of this folder is not UTF-8; rename it");

    private FolderFile Seen(ref FileSystemEntry entry)
    {
        var full = entry.ToFullPath();
        var name = Path.GetRelativePath(path, full).Replace(Path.DirectorySeparatorChar, '/');
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            return new FolderFile(name, entry.Length, LocalInputFile.VersionOf(entry.LastWriteTimeUtc.UtcDateTime));
        // What a link leads to is what is read; one that leads nowhere fails when it is opened.
        return Target(full) is { Exists: true } target
            ? new FolderFile(name, target.Length, LocalInputFile.VersionOf(target.LastWriteTimeUtc))
            : new FolderFile(name, Bytes: 0, Version: "");
    }

    private static FileInfo? Target(string link)
    {
        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        }
        catch (IOException)
        {
            // Links that lead round in circles.
            return null;
        }
    }

    private bool Next(IEnumerator<FolderFile> files)
    {
        try
        {
            return files.MoveNext();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FashionMnistException(ExitCodes.AccessDenied, $"{path}: listing it is not permitted: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"{path}: cannot be listed: {e.Message}", e);
        }
    }
}
