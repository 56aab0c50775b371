using System.Security.Cryptography;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// What is to be uploaded, with its hash. A retry has to start over, so what cannot be rewound goes through a temporary file.
/// </summary>
internal sealed class S3Content : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly bool _owned;
    private readonly long _start;

    private S3Content(Stream stream, bool owned, byte[] sha256)
    {
        (_stream, _owned) = (stream, owned);
        _start = owned ? 0 : stream.Position;
        Length = stream.Length - _start;
        Sha256 = sha256;
    }

    public long Length { get; }

    public byte[] Sha256 { get; }

    public string Sha256Hex => Convert.ToHexStringLower(Sha256);

    /// <summary>Tells this write from any other one, so that a repeated request recognises its own first success.</summary>
    public string WriteId { get; } = Guid.NewGuid().ToString("n");

    public static async Task<S3Content> PrepareAsync(Stream content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (content.CanSeek)
        {
            var start = content.Position;
            var hash = await SHA256.HashDataAsync(content, cancellationToken);
            content.Position = start;
            return new S3Content(content, owned: false, hash);
        }

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
            file.Position = 0;
            return new S3Content(file, owned: true, await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public Stream Rewind()
    {
        _stream.Position = _start;
        return _stream;
    }

    public ValueTask DisposeAsync() => _owned ? _stream.DisposeAsync() : ValueTask.CompletedTask;
}
