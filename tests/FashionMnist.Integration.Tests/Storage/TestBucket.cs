using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Integration.Tests.Storage;

/// <summary>A bucket of one test, removed with all its versions when the test ends.</summary>
public sealed class TestBucket : IAsyncDisposable
{
    private TestBucket(IAmazonS3 client, string name) => (Client, Name) = (client, name);

    public IAmazonS3 Client { get; }

    public string Name { get; }

    public static async Task<TestBucket> CreateAsync(bool versioned = true)
    {
        var bucket = new TestBucket(S3Clients.Create(), $"fashion-mnist-test-{Guid.NewGuid():n}");
        await bucket.Client.PutBucketAsync(bucket.Name);
        if (versioned)
            await bucket.EnableVersioningAsync();
        return bucket;
    }

    public Task EnableVersioningAsync() =>
        Client.PutBucketVersioningAsync(new PutBucketVersioningRequest
        {
            BucketName = Name,
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
        });

    /// <summary>A store below a prefix, with a client of its own, as another process would have.</summary>
    public S3ObjectStore OpenStore(string prefix = "some/prefix") => new(S3Clients.Create(), new S3Address(Name, prefix));

    public async ValueTask DisposeAsync()
    {
        await AmazonS3Util.DeleteS3BucketWithObjectsAsync(Client, Name);
        Client.Dispose();
    }
}
