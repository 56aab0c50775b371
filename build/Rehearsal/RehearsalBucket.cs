using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Build.Rehearsal;

/// <summary>A versioned bucket that lives as long as a rehearsal.</summary>
internal sealed class RehearsalBucket : IAsyncDisposable
{
    private readonly IAmazonS3 _client = S3Clients.Create();
    private readonly S3Files _files;

    public RehearsalBucket() => _files = new S3Files(_client);

    /// <summary>Its name.</summary>
    public string Name { get; } = $"fashion-mnist-rehearsal-{Guid.NewGuid():n}"[..40];

    /// <summary>Makes the bucket.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await GuardAsync("make the bucket", () => _client.PutBucketAsync(Name, cancellationToken), cancellationToken);
        var versioning = new PutBucketVersioningRequest { BucketName = Name, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } };
        await GuardAsync("switch on its versioning", () => _client.PutBucketVersioningAsync(versioning, cancellationToken), cancellationToken);
    }

    /// <summary>Address of a key.</summary>
    public string Uri(string key) => $"{Address(key)}";

    /// <summary>Uploads content.</summary>
    public async Task UploadAsync(byte[] content, string key, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content, writable: false);
        await _files.WriteAsync(Address(key), stream, cancellationToken);
    }

    /// <summary>The content of an object.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> if it is not there.</exception>
    public async Task<byte[]> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await using var content = await _files.OpenReadAsync(Address(key), cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"{Uri(key)}: there is no such object");
        using var bytes = new MemoryStream();
        await S3Errors.GuardAsync(
            Uri(key),
            "read",
            async () =>
            {
                await content.CopyToAsync(bytes, cancellationToken);
                return true;
            },
            cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>Names of the objects below a folder.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var prefix = $"{folder}/";
        return await _files.ListAsync(new S3Address(Name, prefix), cancellationToken).Select(x => x.Location.Key[prefix.Length..]).ToListAsync(cancellationToken);
    }

    /// <summary>Every object with its size and the number of its versions; of those that were removed, how many.</summary>
    public async Task<IReadOnlyList<string>> PictureAsync(CancellationToken cancellationToken)
    {
        var versions = new List<S3ObjectVersion>();
        var request = new ListVersionsRequest { BucketName = Name };
        ListVersionsResponse page;
        do
        {
            page = await GuardAsync("list its versions", () => _client.ListVersionsAsync(request, cancellationToken), cancellationToken);
            versions.AddRange(page.Versions ?? []);
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true);
        var objects = versions.GroupBy(x => x.Key).ToLookup(x => x.First(y => y.IsLatest == true).IsDeleteMarker == true);
        return
        [
            .. objects[false].OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => Line(x.Key, [.. x])),
            $"and {objects[true].Count()} that were removed",
        ];
    }

    private static string Line(string key, List<S3ObjectVersion> versions) =>
        $"{key}  {versions.First(x => x.IsLatest == true).Size} bytes, {versions.Count} {(versions.Count == 1 ? "version" : "versions")}";

    /// <summary>Removes the bucket with all versions, if the server is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await GuardAsync(
                "remove the bucket",
                async () =>
                {
                    await AmazonS3Util.DeleteS3BucketWithObjectsAsync(_client, Name);
                    return true;
                },
                CancellationToken.None);
        }
        catch (FashionMnistException e) when (e.ExitCode != ExitCodes.NotFound)
        {
            Serilog.Log.Warning("{Problem:l}", e.Message);
        }
        catch (FashionMnistException)
        {
            // It was never made.
        }

        _client.Dispose();
    }

    private S3Address Address(string key) => new(Name, key);

    private Task<T> GuardAsync<T>(string action, Func<Task<T>> work, CancellationToken cancellationToken) =>
        S3Errors.GuardAsync($"{S3Address.Scheme}{Name}", action, work, cancellationToken);
}
