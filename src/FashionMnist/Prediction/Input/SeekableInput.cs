using System.Security.Cryptography;
using FashionMnist.Models;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// A file for formats whose directory stands at the end. What cannot be rewound, as S3 objects and pipes, is copied to the temporary
/// folder of the machine first; the copy vanishes with the process, however that ends. The file is hashed before anything else.
/// </summary>
internal sealed class SeekableInput : IDisposable
{
    private const int BufferSize = 131_072;

    /// <summary>Takes over a stream that can seek; hashes it and leaves it at its beginning.</summary>
    public SeekableInput(Stream content, string name)
    {
        (Content, Name) = (content, name);
        content.Position = 0;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        content.Position = 0;
    }

    /// <summary>The bytes.</summary>
    public Stream Content { get; }

    /// <summary>How messages call the file.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>Makes a stream seekable.</summary>
    /// <param name="stream">The stream, <paramref name="head"/> already taken from it. Taken over.</param>
    /// <param name="head">The first bytes.</param>
    /// <param name="name">How messages call the file.</param>
    /// <param name="cancellationToken">Stops copying.</param>
    public static async Task<SeekableInput> FromAsync(Stream stream, ReadOnlyMemory<byte> head, string name, CancellationToken cancellationToken)
    {
        if (stream.CanSeek)
            return new SeekableInput(stream, name);

        await using (stream)
        {
            var copy = Create(name);
            try
            {
                await CopyAsync(stream, head, copy, name, cancellationToken);
                return new SeekableInput(copy, name);
            }
            catch
            {
                await copy.DisposeAsync();
                throw;
            }
        }
    }

    public void Dispose() => Content.Dispose();

    private static FileStream Create(string name) => Guard(name, () =>
    {
        var path = Path.Combine(Path.GetTempPath(), $"fashion-mnist-{Guid.NewGuid():N}");
        var copy = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
        // A killed process closes nothing; elsewhere than on Windows an open file needs no name.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return copy;
    });

    private static async Task CopyAsync(
        Stream stream, ReadOnlyMemory<byte> head, FileStream copy, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        head.CopyTo(buffer);
        for (var length = head.Length; length > 0; length = await stream.ReadAsync(buffer, cancellationToken))
        {
            var count = length;
            Guard(name, () =>
            {
                copy.Write(buffer, 0, count);
                return copy;
            });
        }
    }

    // A failing source tells its own story; only the copy is meant here.
    private static FileStream Guard(string name, Func<FileStream> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FashionMnistException(
                ExitCodes.InputOutput,
                $"{name}: cannot be copied to {Path.GetTempPath()}: {e.Message}; set TMPDIR to a folder with room",
                e);
        }
    }
}
