using FashionMnist.Models;

namespace FashionMnist.IO;

/// <summary>A file of this machine.</summary>
internal sealed class LocalInputFile(string path) : IInputFile
{
    private const int BufferSize = 131_072;

    public string Name => path;

    public bool ReadsOnce { get; private set; }

    public Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new FashionMnistException(ExitCodes.NotFound, $"{path}: is a folder; name one file");
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            ReadsOnce = !stream.CanSeek;
            return Task.FromResult<Stream>(stream);
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
}
