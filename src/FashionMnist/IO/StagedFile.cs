using FashionMnist.Models;

namespace FashionMnist.IO;

/// <summary>A file under construction in a temporary place, hashed while it is written.</summary>
internal sealed class StagedFile : IDisposable
{
    private const int BufferSize = 65_536;

    private readonly FileStream _file;
    private readonly HashingStream _stream;

    /// <summary>Creates the temporary file.</summary>
    /// <param name="name">Final file name.</param>
    /// <param name="temporaryPath">Where it is built.</param>
    public StagedFile(string name, string temporaryPath)
    {
        Name = name;
        TemporaryPath = temporaryPath;
        // Held open until published: the shared lock tells a file in work from what a killed process left behind.
        _file = new FileStream(
            temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, BufferSize);
        _stream = new HashingStream(_file);
    }

    /// <summary>Final file name.</summary>
    public string Name { get; }

    public string TemporaryPath { get; }

    public long Bytes => _stream.Bytes;

    /// <summary>SHA-256 of what was written, 64 lower-case hex digits.</summary>
    public string Sha256 => _stream.Sha256();

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failed(e);
        }
    }

    /// <summary>Brings everything to the disk.</summary>
    public void Finish()
    {
        try
        {
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failed(e);
        }
    }

    /// <summary>The finished bytes from the start; owned by this object.</summary>
    public Stream Content()
    {
        _file.Position = 0;
        return _file;
    }

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            // Closing flushes once more; after a full disk that fails again, and the first failure was reported already.
        }

        File.Delete(TemporaryPath);
    }

    // A file above the limit of the file system or of the process is no IOException for the runtime.
    private static bool IsFailure(Exception e) => e is IOException or ArgumentOutOfRangeException;

    private FashionMnistException Failed(Exception e) => new(
        ExitCodes.InputOutput, $"{Name}: writing failed: {e.Message}; nothing was published, make room and run it again", e);
}
