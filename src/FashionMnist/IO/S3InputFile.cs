using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>An S3 object.</summary>
/// <param name="files">Reads it.</param>
/// <param name="address">Where it lies.</param>
/// <param name="etag">Its entity tag, if it was listed.</param>
/// <param name="versionId">The version to read; <see langword="null"/>: the current one.</param>
internal sealed class S3InputFile(S3Files files, S3Address address, string? etag = null, string? versionId = null) : IInputFile
{
    private string? _etag = etag;

    public string Name => $"{address}";

    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await files.OpenReadAsync(address, _etag, versionId, cancellationToken)
            ?? throw new FashionMnistException(
                ExitCodes.NotFound, $"{address}: there is no such object{(versionId is null ? "" : $" with the version {versionId}")}");
        _etag = stream.ETag;
        return stream;
    }
}
