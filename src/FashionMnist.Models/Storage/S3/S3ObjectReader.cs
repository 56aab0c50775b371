using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>Requests for pieces of one exact object: version and ETag stand in each, so pieces of two never meet.</summary>
/// <param name="client">The client.</param>
/// <param name="location">The object.</param>
/// <param name="etag">Its ETag.</param>
/// <param name="versionId">Its version, or <see langword="null"/> in a bucket without.</param>
internal sealed class S3ObjectReader(IAmazonS3 client, S3Address location, string etag, string? versionId)
{
    /// <summary>Bytes of a piece.</summary>
    public const int PieceBytes = 8 * 1024 * 1024;

    /// <summary>The address, for messages.</summary>
    public string Address { get; } = location.ToString();

    /// <summary>Opens an object at its first piece, so that the others can come beside it.</summary>
    /// <exception cref="AmazonS3Exception">The server refuses it.</exception>
    public static async Task<GetObjectResponse> OpenAsync(IAmazonS3 client, GetObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            request.ByteRange = Range(0, PieceBytes - 1);
            return await client.GetObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // An empty object has no first byte.
            request.ByteRange = null;
            return await client.GetObjectAsync(request, cancellationToken);
        }
    }

    /// <summary>Length in bytes of the object of which a piece was opened.</summary>
    public static long LengthOf(GetObjectResponse response) =>
        response.ContentRange is { Length: > 0 } range
            && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : response.ContentLength;

    /// <summary>Opens bytes of the object.</summary>
    /// <param name="first">The first byte.</param>
    /// <param name="last">The last byte, or <see langword="null"/> for all that follow.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FashionMnistException">The server refuses it, or the object is another one by now.</exception>
    public Task<GetObjectResponse> OpenAsync(long first, long? last, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = location.Bucket,
            Key = location.Key,
            VersionId = versionId,
            EtagToMatch = etag,
            ByteRange = Range(first, last),
        };
        return S3Errors.GuardAsync(Address, S3Errors.Read, () => client.GetObjectAsync(request, cancellationToken), cancellationToken);
    }

    private static ByteRange Range(long first, long? last) => new(string.Create(CultureInfo.InvariantCulture, $"bytes={first}-{last}"));
}
