using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>What a conditional upload requires of the object that is there.</summary>
/// <param name="IfMatch">The ETag it must have; none: no such condition.</param>
/// <param name="IfNoneMatch">Whether there must be none.</param>
internal sealed record S3Condition(string? IfMatch, bool IfNoneMatch)
{
    public static readonly S3Condition None = new(null, false);
}

/// <summary>How far the answer to an upload proves what the server stored.</summary>
internal enum S3Proof
{
    /// <summary>Not at all: the object has to be read back.</summary>
    None,

    /// <summary>It holds the bytes that were sent.</summary>
    Given,
}

/// <summary>Uploads: one request for what is small, parts for what is large.</summary>
internal sealed class S3Transfers(IAmazonS3 client)
{
    public const string Sha256Metadata = "sha256";
    public const string WriteIdMetadata = "write-id";

    private const long SingleRequestBytes = 16 * 1024 * 1024;

    /// <returns>The version written, and what is known about it.</returns>
    public async Task<(string? VersionId, S3Proof Proof)> UploadAsync(
        S3Address location, S3Content content, S3Condition condition, CancellationToken cancellationToken)
    {
        if (content.Length <= SingleRequestBytes)
            return await UploadWholeAsync(location, content, condition, cancellationToken);

        var metadata = new Dictionary<string, string> { [WriteIdMetadata] = content.WriteId };
        var parts = new S3PartUpload(client, location);
        return (await parts.RunAsync(content.Rewind(), content.Length, metadata, condition, cancellationToken), S3Proof.Given);
    }

    private async Task<(string? VersionId, S3Proof Proof)> UploadWholeAsync(
        S3Address location, S3Content content, S3Condition condition, CancellationToken cancellationToken)
    {
        var hash = await content.Sha256Async(cancellationToken);
        var checksum = Convert.ToBase64String(hash);
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
        request.Metadata[Sha256Metadata] = Convert.ToHexStringLower(hash);
        request.Metadata[WriteIdMetadata] = content.WriteId;
        var response = await client.PutObjectAsync(request, cancellationToken);
        S3Errors.RequireAnswer(location, response.ETag);
        return (response.VersionId, response.ChecksumSHA256 == checksum ? S3Proof.Given : S3Proof.None);
    }
}
