using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Tests.Storage.S3;

/// <summary>
/// A simulation of a versioned bucket in memory that enforces If-Match, If-None-Match and SHA-256 as AWS documents it, because the servers
/// that run on one machine do not. It answers calls of the SDK's client, so nothing on the wire is covered by it.
/// </summary>
internal sealed class SimulatedS3()
    : AmazonS3Client(
    new AnonymousAWSCredentials(), new AmazonS3Config { ServiceURL = "http://simulated.invalid" })
{
    private readonly Lock _lock = new();
    private readonly List<Stored> _objects = [];
    private int _count;

    /// <summary>Runs before a put takes effect, without the lock.</summary>
    public Func<PutObjectRequest, Task> BeforePut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the answer to the next put gets lost after the put was carried out, so that the client repeats it.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>Whether stored bytes are damaged.</summary>
    public bool Corrupts { get; set; }

    /// <summary>Whether versions are listed the other way round than AWS does, as some servers do.</summary>
    public bool ListsOldestFirst { get; set; }

    public bool ConfirmsChecksums { get; set; } = true;

    public override Task<GetBucketVersioningResponse> GetBucketVersioningAsync(
        GetBucketVersioningRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetBucketVersioningResponse
        {
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
        });

    public override async Task<PutObjectResponse> PutObjectAsync(PutObjectRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await BeforePut(request);
        var response = Put(request);
        if (!LoseNextAnswer)
            return response;
        LoseNextAnswer = false;
        return Put(request);
    }

    public override Task<GetObjectMetadataResponse> GetObjectMetadataAsync(
        GetObjectMetadataRequest request, CancellationToken cancellationToken = default)
    {
        var found = Find(request.Key, request.VersionId);
        var response = new GetObjectMetadataResponse
        {
            VersionId = found.VersionId,
            ETag = found.ETag,
            LastModified = found.Time,
            ContentLength = found.Content.Length,
        };
        foreach (var (name, value) in found.Metadata)
            response.Metadata[name] = value;
        return Task.FromResult(response);
    }

    public override Task<GetObjectResponse> GetObjectAsync(GetObjectRequest request, CancellationToken cancellationToken = default)
    {
        var found = Find(request.Key, request.VersionId);
        return Task.FromResult(new GetObjectResponse
        {
            VersionId = found.VersionId,
            ETag = found.ETag,
            LastModified = found.Time,
            ContentLength = found.Content.Length,
            ResponseStream = new MemoryStream(found.Content),
        });
    }

    public override Task<ListVersionsResponse> ListVersionsAsync(ListVersionsRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Task.FromResult(new ListVersionsResponse
            {
                Versions =
                [
                    .. (ListsOldestFirst ? Below(request.Prefix) : Below(request.Prefix).Reverse()).Select(o => new S3ObjectVersion
                    {
                        Key = o.Key,
                        VersionId = o.VersionId,
                        LastModified = o.Time,
                        Size = o.Content.Length,
                        IsLatest = o == Below(request.Prefix).Last(x => x.Key == o.Key),
                    }),
                ],
            });
    }

    public override Task<ListObjectsV2Response> ListObjectsV2Async(
        ListObjectsV2Request request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Task.FromResult(new ListObjectsV2Response
            {
                S3Objects =
                [
                    .. Below(request.Prefix).Select(o => o.Key).Distinct().Order(StringComparer.Ordinal)
                        .Select(k => new S3Object { Key = k }),
                ],
            });
    }

    public override Task<DeleteObjectResponse> DeleteObjectAsync(DeleteObjectRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            _objects.RemoveAll(o => o.Key == request.Key && o.VersionId == request.VersionId);
        return Task.FromResult(new DeleteObjectResponse());
    }

    public override Task<DeleteObjectsResponse> DeleteObjectsAsync(
        DeleteObjectsRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            _objects.RemoveAll(o => request.Objects.Exists(d => d.Key == o.Key && d.VersionId == o.VersionId));
        return Task.FromResult(new DeleteObjectsResponse());
    }

    private PutObjectResponse Put(PutObjectRequest request)
    {
        using var bytes = new MemoryStream();
        request.InputStream.Position = 0;
        request.InputStream.CopyTo(bytes);
        var content = bytes.ToArray();
        var checksum = Convert.ToBase64String(SHA256.HashData(content));
        if (request.ChecksumSHA256 != checksum)
            throw Failure("BadDigest", HttpStatusCode.BadRequest);

        lock (_lock)
        {
            var current = _objects.FindLast(o => o.Key == request.Key);
            if ((request.IfNoneMatch == "*" && current is not null) || (request.IfMatch is not null && current?.ETag != request.IfMatch))
                throw Failure("PreconditionFailed", HttpStatusCode.PreconditionFailed);
            if (Corrupts)
                content = [.. content, 0];

            var metadata = request.Metadata.Keys.ToDictionary(k => k, k => request.Metadata[k]);
            var versionId = (++_count).ToString("x8", CultureInfo.InvariantCulture);
            var etag = Convert.ToHexString(SHA256.HashData(content));
            _objects.Add(new Stored(request.Key, versionId, etag, DateTime.UtcNow, content, metadata));
            return new PutObjectResponse { VersionId = versionId, ETag = _objects[^1].ETag, ChecksumSHA256 = ConfirmsChecksums ? checksum : null };
        }
    }

    private IEnumerable<Stored> Below(string prefix) => _objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal));

    private Stored Find(string key, string? versionId)
    {
        lock (_lock)
            return _objects.FindLast(o => o.Key == key && (versionId is null || o.VersionId == versionId))
                ?? throw Failure("NoSuchKey", HttpStatusCode.NotFound);
    }

    private static AmazonS3Exception Failure(string code, HttpStatusCode status) => new(code, ErrorType.Sender, code, "simulated", status);

    private sealed record Stored(
        string Key, string VersionId, string ETag, DateTime Time, byte[] Content, IReadOnlyDictionary<string, string> Metadata);
}
