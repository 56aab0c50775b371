using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace FashionMnist.Models.Storage.S3;

/// <summary>What a conditional upload requires of the object that is there.</summary>
/// <param name="IfMatch">The ETag it must have; none: no such condition.</param>
/// <param name="IfNoneMatch">Whether there must be none.</param>
internal sealed record S3Condition(string? IfMatch, bool IfNoneMatch)
{
    public static readonly S3Condition None = new(null, false);
}

/// <summary>Uploads: one request for what is small, parts for what is large.</summary>
internal sealed class S3Transfers(IAmazonS3 client)
{
    public const string Sha256Metadata = "sha256";
    public const string WriteIdMetadata = "write-id";

    private const long PartBytes = 8 * 1024 * 1024;
    private const long SingleRequestBytes = 2 * PartBytes;
    private const int ParallelParts = 4;

    /// <returns>The version written, and whether the server itself confirmed the SHA-256 of the whole object.</returns>
    public Task<(string? VersionId, bool Confirmed)> UploadAsync(
        S3Address location, S3Content content, S3Condition condition, CancellationToken cancellationToken) =>
        content.Length <= SingleRequestBytes
            ? UploadWholeAsync(location, content, condition, cancellationToken)
            : UploadPartsAsync(location, content, condition, cancellationToken);

    private async Task<(string? VersionId, bool Confirmed)> UploadWholeAsync(
        S3Address location, S3Content content, S3Condition condition, CancellationToken cancellationToken)
    {
        var checksum = Convert.ToBase64String(content.Sha256);
        var request = new PutObjectRequest
        {
            BucketName = location.Bucket,
            Key = location.Key,
            InputStream = content.Rewind(),
            AutoCloseStream = false,
            IfMatch = condition.IfMatch,
            IfNoneMatch = condition.IfNoneMatch ? "*" : null,
            ChecksumSHA256 = checksum,
        };
        request.Metadata[Sha256Metadata] = content.Sha256Hex;
        request.Metadata[WriteIdMetadata] = content.WriteId;
        var response = await client.PutObjectAsync(request, cancellationToken);
        return (response.VersionId, response.ChecksumSHA256 == checksum);
    }

    /// <summary>The SDK aborts the upload on failure, so that no parts stay behind that are paid for and seen by nobody.</summary>
    private async Task<(string? VersionId, bool Confirmed)> UploadPartsAsync(
        S3Address location, S3Content content, S3Condition condition, CancellationToken cancellationToken)
    {
        using var transfer = new TransferUtility(client, new TransferUtilityConfig { ConcurrentServiceRequests = ParallelParts });
        var request = new TransferUtilityUploadRequest
        {
            BucketName = location.Bucket,
            Key = location.Key,
            InputStream = content.Rewind(),
            AutoCloseStream = false,
            PartSize = PartBytes,
            IfMatch = condition.IfMatch,
            IfNoneMatch = condition.IfNoneMatch ? "*" : null,
        };
        request.Metadata[Sha256Metadata] = content.Sha256Hex;
        request.Metadata[WriteIdMetadata] = content.WriteId;
        var response = await transfer.UploadWithResponseAsync(request, cancellationToken);
        return (response.VersionId, Confirmed: false);
    }
}
