using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.IO;

/// <summary>An S3 object.</summary>
internal sealed class S3InputFile(S3Files files, S3Address address) : IInputFile
{
    public string Name => $"{address}";

    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        await files.OpenReadAsync(address, cancellationToken)
        ?? throw new FashionMnistException(ExitCodes.NotFound, $"{address}: there is no such object");
}
