using Amazon.S3;
using Amazon.S3.Model;

namespace FashionMnist.Models.Storage.S3;

/// <summary>One version of a key as a listing shows it.</summary>
internal sealed record S3Version(ObjectVersion Version, bool IsDeleteMarker, bool IsLatest);

/// <summary>What the head of an object tells.</summary>
internal sealed record S3Head(ObjectVersion Version, string ETag, string? WriteId);

/// <summary>The single requests a store is made of, with keys below the store's prefix.</summary>
internal sealed class S3Bucket(IAmazonS3 client, S3Address root)
{
    private const int KeysPerDelete = 1000;
    private const int Attempts = 20;

    /// <summary>How S3 calls what was written before the bucket kept versions.</summary>
    private const string NoVersion = "null";

    /// <summary>Whether another server than AWS answers.</summary>
    public bool IsCustomEndpoint => !string.IsNullOrEmpty(client.Config.ServiceURL);

    public S3Address Locate(string key) => root.Append(key);

    public Task<S3Head?> HeadAsync(string key, string? versionId, CancellationToken cancellationToken) =>
        FindAsync(
            key,
            versionId,
            async id =>
            {
                var location = Locate(key);
                var request = new GetObjectMetadataRequest { BucketName = location.Bucket, Key = location.Key, VersionId = id };
                var head = await client.GetObjectMetadataAsync(request, cancellationToken);
                var version = Describe(key, head.VersionId, head.LastModified, head.ContentLength);
                return new S3Head(version, head.ETag, head.Metadata[S3Transfers.WriteIdMetadata]);
            },
            cancellationToken);

    public Task<GetObjectResponse?> GetAsync(string key, string? versionId, CancellationToken cancellationToken) =>
        FindAsync(
            key,
            versionId,
            id =>
            {
                var location = Locate(key);
                var request = new GetObjectRequest { BucketName = location.Bucket, Key = location.Key, VersionId = id };
                return S3ObjectReader.OpenAsync(client, request, cancellationToken);
            },
            cancellationToken);

    /// <summary>
    /// Reads a version, or the current one. While a version on top is being removed, Ceph RGW says for a moment that the key does not
    /// exist although the version below it does; on other servers than AWS the list of versions decides.
    /// </summary>
    private async Task<T?> FindAsync<T>(string key, string? versionId, Func<string?, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return await read(versionId);
            }
            catch (AmazonS3Exception e) when (S3Errors.IsMissing(e) || (versionId is not null && S3Errors.IsMissingVersion(e)))
            {
                if (versionId is not null || !IsCustomEndpoint)
                    return null;
                if (await ListVersionsAsync(key, cancellationToken) is not [{ IsDeleteMarker: false }, ..])
                    return null;
            }
        }

        throw new FashionMnistException(ExitCodes.TryAgain, $"{Locate(key)}: other writers keep replacing this object; run it again");
    }

    /// <summary>Versions and delete markers of exactly this key, newest first. Some servers list them the other way round; which one is the latest, all of them say.</summary>
    public async Task<IReadOnlyList<S3Version>> ListVersionsAsync(string key, CancellationToken cancellationToken)
    {
        var location = Locate(key);
        var versions = new List<S3Version>();
        var request = new ListVersionsRequest { BucketName = location.Bucket, Prefix = location.Key };
        ListVersionsResponse response;
        do
        {
            response = await client.ListVersionsAsync(request, cancellationToken);
            versions.AddRange((response.Versions ?? [])
                .Where(v => v.Key == location.Key)
                .Select(v => new S3Version(Describe(key, v.VersionId, v.LastModified, v.Size), v.IsDeleteMarker ?? false, v.IsLatest ?? false)));
            request.KeyMarker = response.NextKeyMarker;
            request.VersionIdMarker = response.NextVersionIdMarker;
        }
        while (response.IsTruncated == true && string.CompareOrdinal(request.KeyMarker, location.Key) <= 0);

        if (versions is [{ IsLatest: false }, .., { IsLatest: true }])
            versions.Reverse();
        return versions;
    }

    public async IAsyncEnumerable<string> ListKeysAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = root.Key.Length == 0 ? "" : $"{root.Key}/";
        var request = new ListObjectsV2Request { BucketName = root.Bucket, Prefix = start + prefix };
        ListObjectsV2Response response;
        do
        {
            response = await S3Errors.GuardAsync(
                root.ToString(), "list", () => client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var found in response.S3Objects ?? [])
                yield return found.Key[start.Length..];
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
    }

    public Task DeleteVersionAsync(string key, string versionId, CancellationToken cancellationToken)
    {
        var location = Locate(key);
        return client.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = location.Bucket, Key = location.Key, VersionId = versionId }, cancellationToken);
    }

    public async Task DeleteVersionsAsync(string key, IEnumerable<string> versionIds, CancellationToken cancellationToken)
    {
        var location = Locate(key);
        foreach (var batch in versionIds.Chunk(KeysPerDelete))
            await client.DeleteObjectsAsync(
                new DeleteObjectsRequest
                {
                    BucketName = location.Bucket,
                    Quiet = true,
                    Objects = [.. batch.Select(id => new KeyVersion { Key = location.Key, VersionId = id })],
                },
                cancellationToken);
    }

    /// <summary>Refuses a bucket in which a write would destroy what was there.</summary>
    public async Task RequireVersioningAsync(CancellationToken cancellationToken)
    {
        var request = new GetBucketVersioningRequest { BucketName = root.Bucket };
        var response = await client.GetBucketVersioningAsync(request, cancellationToken);
        if (response.VersioningConfig?.Status == VersionStatus.Enabled)
            return;

        var endpoint = client.Config.ServiceURL is { Length: > 0 } url ? $" --endpoint-url {url.TrimEnd('/')}" : "";
        throw new FashionMnistException(
            ExitCodes.Configuration,
            $"{root}: the bucket keeps no versions, so models could be lost; enable versioning: "
            + $"aws s3api put-bucket-versioning --bucket {root.Bucket} --versioning-configuration Status=Enabled{endpoint}");
    }

    public static ObjectVersion Describe(string key, string? versionId, DateTime? lastModified, long? size) =>
        new(key, versionId ?? NoVersion, new DateTimeOffset((lastModified ?? default).ToUniversalTime(), TimeSpan.Zero), size ?? 0);
}
