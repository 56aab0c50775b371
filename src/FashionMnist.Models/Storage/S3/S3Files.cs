using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>An object in a listing.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="ETag">Its entity tag, which changes with its content.</param>
public sealed record S3File(S3Address Location, long Size, string ETag);

/// <summary>
/// Plain reading and writing of S3 objects, for inputs and outputs of jobs. No versions: an output is replaced whole or not at all.
/// Failures are <see cref="FashionMnistException"/>s with the exit code that fits.
/// </summary>
/// <param name="client">See <see cref="S3Clients.Create"/>.</param>
/// <param name="timeProvider">The clock that waits between attempts to read on.</param>
public sealed class S3Files(IAmazonS3 client, TimeProvider? timeProvider = null)
{
    private const string Delimiter = "/";

    private readonly S3Transfers _transfers = new(client);
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;

    /// <summary>Opens an object for reading forward; a connection that breaks is taken up again where it broke.</summary>
    /// <returns>The content; its <see cref="Stream.Length"/> is known. <see langword="null"/> if there is no such object.</returns>
    public Task<S3ReadStream?> OpenReadAsync(S3Address location, CancellationToken cancellationToken = default) =>
        OpenReadAsync(location, etag: null, versionId: null, cancellationToken);

    /// <summary>The same for an object that was seen before.</summary>
    /// <param name="location">Where it lies.</param>
    /// <param name="etag">Its entity tag then: another content is refused. <see langword="null"/>: whatever is there.</param>
    /// <param name="versionId">The version to read. <see langword="null"/>: the current one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<S3ReadStream?> OpenReadAsync(S3Address location, string? etag, string? versionId, CancellationToken cancellationToken) =>
        S3Errors.GuardAsync<S3ReadStream?>(
            location.ToString(),
            S3Errors.Read,
            async () =>
            {
                try
                {
                    var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key, EtagToMatch = etag, VersionId = versionId };
                    var response = await S3ObjectReader.OpenAsync(client, request, cancellationToken);
                    return new S3ReadStream(client, location, response, _timeProvider);
                }
                catch (AmazonS3Exception e) when (S3Errors.IsMissing(e))
                {
                    return null;
                }
            },
            cancellationToken);

    /// <summary>Writes an object; readers see the old one or the whole new one. Parts of a failed upload are removed.</summary>
    public Task WriteAsync(S3Address location, Stream content, CancellationToken cancellationToken = default) =>
        S3Errors.GuardAsync(
            location.ToString(),
            "write",
            async () =>
            {
                await using var prepared = await S3Content.PrepareAsync(content, cancellationToken);
                return await _transfers.UploadAsync(location, prepared, S3Condition.None, cancellationToken);
            },
            cancellationToken);

    /// <summary>Removes an object; a missing one is no error. In a bucket with versions the old ones stay.</summary>
    public Task DeleteAsync(S3Address location, CancellationToken cancellationToken = default) =>
        S3Errors.GuardAsync(
            location.ToString(), "remove", () => client.DeleteObjectAsync(location.Bucket, location.Key, cancellationToken), cancellationToken);

    /// <summary>The objects whose key starts with the location's key, in ordinal order.</summary>
    public IAsyncEnumerable<S3File> ListAsync(S3Address prefix, CancellationToken cancellationToken = default) =>
        ListAsync(prefix, delimiter: null, cancellationToken);

    /// <summary>The objects directly in a folder, not those of the folders below it.</summary>
    public IAsyncEnumerable<S3File> ListFolderAsync(S3Address folder, CancellationToken cancellationToken = default) =>
        ListAsync(folder.Key.Length == 0 ? folder : folder with { Key = $"{folder.Key}{Delimiter}" }, Delimiter, cancellationToken);

    private async IAsyncEnumerable<S3File> ListAsync(
        S3Address prefix, string? delimiter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = prefix.Bucket, Prefix = prefix.Key, Delimiter = delimiter };
        ListObjectsV2Response response;
        do
        {
            response = await S3Errors.GuardAsync(
                prefix.ToString(), "list", () => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var found in response.S3Objects ?? [])
                yield return new S3File(prefix with { Key = found.Key }, found.Size ?? 0, found.ETag);
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }
}
