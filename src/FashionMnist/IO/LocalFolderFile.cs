using FashionMnist.Models;

namespace FashionMnist.IO;

/// <summary>
/// A file that was found in a folder of this machine. Unlike a file that a user named it must be a plain one: nobody meant a pipe that
/// happens to lie there, and opening one waits for whoever writes to it.
/// </summary>
/// <param name="path">Where it lies.</param>
/// <param name="version">Its <see cref="FolderFile.Version"/>.</param>
internal sealed class LocalFolderFile(string path, string version) : IInputFile
{
    /// <summary>Stands in the name of a file for bytes that are not UTF-8; such a file cannot be opened by its name.</summary>
    public const char UndecodableMark = '\uFFFD';

    public string Name => path;

    /// <summary>Opens the file.</summary>
    /// <exception cref="UnusableFileException">It is no plain file with content, or cannot be opened.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        RequireContent();
        try
        {
            return await new LocalInputFile(path, version).OpenAsync(cancellationToken);
        }
        catch (FashionMnistException e) when (e.ExitCode is ExitCodes.NotFound or ExitCodes.AccessDenied)
        {
            throw new UnusableFileException(e.ExitCode == ExitCodes.NotFound ? Missing(isLink: false) : "reading it is not permitted");
        }
    }

    // The runtime does not tell pipes and devices from files, but they have no length, and neither has an image.
    private void RequireContent()
    {
        var file = new FileInfo(path);
        try
        {
            if (file.LinkTarget is not null)
                file = (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true);
            if (file is not { Exists: true })
                throw new UnusableFileException(Missing(isLink: file?.FullName != Path.GetFullPath(path)));
            if (file.Length == 0)
                throw new UnusableFileException("it is empty, or a pipe or a device");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableFileException("reading it is not permitted");
        }
        catch (IOException)
        {
            throw new UnusableFileException("it is a link that leads nowhere");
        }
    }

    private string Missing(bool isLink) =>
        path.Contains(UndecodableMark, StringComparison.Ordinal) ? "its name is not UTF-8; rename it"
        : isLink ? "it is a link to a file that is not there"
        : "it is no longer there";
}
