using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Build.Rehearsal;

/// <summary>A versioned bucket that lives as long as a rehearsal.</summary>
internal sealed class RehearsalBucket : IAsyncDisposable
{
    private readonly IAmazonS3 _client = S3Clients.Create();

    /// <summary>Its name.</summary>
    public string Name { get; } = $"fashion-mnist-rehearsal-{Guid.NewGuid():n}"[..40];

    /// <summary>Makes the bucket.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await _client.PutBucketAsync(Name, cancellationToken);
        await _client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = Name, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, cancellationToken);
    }

    /// <summary>Uploads a file.</summary>
    public Task UploadAsync(string file, string key, CancellationToken cancellationToken) =>
        _client.PutObjectAsync(new PutObjectRequest { BucketName = Name, Key = key, FilePath = file }, cancellationToken);

    /// <summary>Appends an object to a stream.</summary>
    public async Task CopyToAsync(string key, Stream target, CancellationToken cancellationToken)
    {
        using var response = await _client.GetObjectAsync(Name, key, cancellationToken);
        await response.ResponseStream.CopyToAsync(target, cancellationToken);
    }

    /// <summary>Every object with its size and the number of its versions.</summary>
    public async Task<IReadOnlyList<string>> PictureAsync(CancellationToken cancellationToken)
    {
        var versions = new List<S3ObjectVersion>();
        var request = new ListVersionsRequest { BucketName = Name };
        ListVersionsResponse page;
        do
        {
            page = await _client.ListVersionsAsync(request, cancellationToken);
            versions.AddRange(page.Versions ?? []);
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true);
        return [.. versions.GroupBy(x => x.Key).OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => Line(x.Key, [.. x]))];
    }

    private static string Line(string key, List<S3ObjectVersion> versions)
    {
        var latest = versions.First(x => x.IsLatest == true);
        var what = latest.IsDeleteMarker == true ? "deleted" : $"{latest.Size} bytes";
        return $"{key}  {what}, {versions.Count} {(versions.Count == 1 ? "version" : "versions")}";
    }

    /// <summary>Removes the bucket with all versions, if the server is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await AmazonS3Util.DeleteS3BucketWithObjectsAsync(_client, Name);
        }
        catch (Exception e) when (e is AmazonS3Exception or Amazon.Runtime.AmazonClientException or HttpRequestException)
        {
            Serilog.Log.Warning("The bucket {Bucket} could not be removed: {Problem:l}", Name, e.Message);
        }

        _client.Dispose();
    }
}
