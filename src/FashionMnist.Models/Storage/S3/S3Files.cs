using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>An object in a listing.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="Size">Size in bytes.</param>
public sealed record S3File(S3Address Location, long Size);

/// <summary>
/// Plain reading and writing of S3 objects, for inputs and outputs of jobs. No versions: an output is replaced whole or not at all.
/// Failures are <see cref="FashionMnistException"/>s with the exit code that fits.
/// </summary>
/// <param name="client">See <see cref="S3Clients.Create"/>.</param>
/// <param name="timeProvider">The clock that waits between attempts to read on.</param>
public sealed class S3Files(IAmazonS3 client, TimeProvider? timeProvider = null)
{
    private readonly S3Transfers _transfers = new(client);
    private readonly TimeProvider _timeProvider = timeProvider ?? TimeProvider.System;

    /// <summary>Opens an object for reading forward; a connection that breaks is taken up again where it broke.</summary>
    /// <returns>The content; its <see cref="Stream.Length"/> is known. <see langword="null"/> if there is no such object.</returns>
    public Task<Stream?> OpenReadAsync(S3Address location, CancellationToken cancellationToken = default) =>
        S3Errors.GuardAsync<Stream?>(
            location.ToString(),
            "read",
            async () =>
            {
                try
                {
                    var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key };
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
    public async IAsyncEnumerable<S3File> ListAsync(
        S3Address prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ListObjectsV2Request { BucketName = prefix.Bucket, Prefix = prefix.Key };
        ListObjectsV2Response response;
        do
        {
            response = await S3Errors.GuardAsync(
                prefix.ToString(), "list", () => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var found in response.S3Objects ?? [])
                yield return new S3File(prefix with { Key = found.Key }, found.Size ?? 0);
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }
}
