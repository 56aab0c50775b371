using System.Security.Cryptography;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// What is to be uploaded. A retry has to start over, so what cannot be rewound goes through a temporary file.
/// </summary>
internal sealed class S3Content : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly bool _owned;
    private readonly long _start;

    private byte[]? _sha256;

    private S3Content(Stream stream, bool owned)
    {
        (_stream, _owned) = (stream, owned);
        _start = owned ? 0 : stream.Position;
        Length = stream.Length - _start;
    }

    public long Length { get; }

    /// <summary>Tells this write from any other one, so that a repeated request recognises its own first success.</summary>
    public string WriteId { get; } = Guid.NewGuid().ToString("n");

    public static async Task<S3Content> PrepareAsync(Stream content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (content.CanSeek)
            return new S3Content(content, owned: false);

        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            });
        try
        {
            await content.CopyToAsync(file, cancellationToken);
            return new S3Content(file, owned: true);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The SHA-256 of the content, which is read for it once.</summary>
    public async Task<byte[]> Sha256Async(CancellationToken cancellationToken) =>
        _sha256 ??= await SHA256.HashDataAsync(Rewind(), cancellationToken);

    public Stream Rewind()
    {
        _stream.Position = _start;
        return _stream;
    }

    public ValueTask DisposeAsync() => _owned ? _stream.DisposeAsync() : ValueTask.CompletedTask;
}
