using System.Globalization;
using FashionMnist.Models;

namespace FashionMnist.IO;

/// <summary>A file of this machine.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="version">Its <see cref="FolderFile.Version"/>, if it was listed.</param>
internal sealed class LocalInputFile(string path, string? version = null) : IInputFile
{
    private const int BufferSize = 131_072;

    private string? _version = version;

    public string Name => path;

    public bool ReadsOnce { get; private set; }

    public Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new FashionMnistException(ExitCodes.NotFound, $"{path}: is a folder; name one file");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            ReadsOnce = !file.CanSeek;
            RequireSame(file);
            return Task.FromResult<Stream>(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FashionMnistException(ExitCodes.NotFound, $"{path}: there is no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FashionMnistException(ExitCodes.AccessDenied, $"{path}: reading it is not permitted", e);
        }
        catch (IOException e)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"{path}: cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>What stands for the content of a file that was last written to at a time.</summary>
    public static string VersionOf(DateTime lastWriteUtc) => lastWriteUtc.Ticks.ToString(CultureInfo.InvariantCulture);

    private void RequireSame(FileStream file)
    {
        // A pipe has no time of its own.
        if (!file.CanSeek)
            return;
        var found = VersionOf(File.GetLastWriteTimeUtc(file.SafeFileHandle));
        if (found == (_version ??= found))
            return;
        file.Dispose();
        throw new FashionMnistException(ExitCodes.InputOutput, $"{path}: it was changed while it was read; run it again");
    }
}
