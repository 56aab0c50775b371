using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>An S3 object.</summary>
/// <param name="files">Reads it.</param>
/// <param name="address">Where it lies.</param>
/// <param name="etag">Its entity tag, if it was listed.</param>
internal sealed class S3InputFile(S3Files files, S3Address address, string? etag = null) : IInputFile
{
    private string? _etag = etag;

    public string Name => $"{address}";

    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await files.OpenReadAsync(address, _etag, cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{address}: there is no such object");
        _etag = stream.ETag;
        return stream;
    }
}
