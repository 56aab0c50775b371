using Amazon.Runtime;
using Amazon.S3.Model;
using FashionMnist.Models;
using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Storage;

public sealed class S3ObjectStoreTests
{
    private const string Key = "models/m/production.json";

    [S3Fact]
    public async Task A_bucket_without_versions_is_refused_with_the_command_that_enables_them()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        using var store = bucket.OpenStore();

        Func<Task>[] writes = [() => PutAsync(store), () => store.TryPutAsync(Key, Bytes(), null), () => store.DeleteAsync(Key)];
        foreach (var write in writes)
        {
            var error = await ThrowsAsync(ExitCodes.Configuration, write);
            Assert.Contains(
                $"aws s3api put-bucket-versioning --bucket {bucket.Name} --versioning-configuration Status=Enabled",
                error.Message,
                StringComparison.Ordinal);
        }

        Assert.Null(await store.GetAsync(Key));
        await bucket.EnableVersioningAsync();
        await PutAsync(store);
    }

    [S3Fact]
    public async Task A_missing_bucket_is_named()
    {
        using var store = new S3ObjectStore(S3Clients.Create(), new S3Address($"missing-{Guid.NewGuid():n}", ""));
        await ThrowsAsync(ExitCodes.NotFound, () => PutAsync(store));
        await ThrowsAsync(ExitCodes.NotFound, () => store.GetAsync(Key));
        await ThrowsAsync(ExitCodes.NotFound, () => store.ListKeysAsync("").ToListAsync().AsTask());
    }

    [S3Fact]
    public async Task Wrong_credentials_are_denied_naming_the_chain_and_no_secret()
    {
        await using var bucket = await TestBucket.CreateAsync();
        const string Secret = "not-the-secret-of-anybody";
        var credentials = new[]
        {
            new BasicAWSCredentials("AKIAUNKNOWNUNKNOWN00", Secret),
            new BasicAWSCredentials(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Secret),
        };
        foreach (var wrong in credentials)
        {
            using var store = new S3ObjectStore(S3Clients.Create(wrong), new S3Address(bucket.Name, ""));
            Func<Task>[] actions = [() => PutAsync(store), () => store.GetAsync(Key), () => store.ListVersionsAsync(Key)];
            foreach (var action in actions)
            {
                var error = await ThrowsAsync(ExitCodes.AccessDenied, action);
                Assert.Contains("AWS chain", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(Secret, error.Message, StringComparison.Ordinal);
            }
        }

        using var right = bucket.OpenStore();
        await PutAsync(right);
    }

    [S3Fact]
    public async Task A_server_that_is_not_there_is_for_trying_again()
    {
        using var store = new S3ObjectStore(
            S3Clients.Create(
                environment: n => n == "AWS_ENDPOINT_URL_S3" ? "http://127.0.0.1:1" : null, configure: c => c.MaxErrorRetry = 0),
            new S3Address("bucket", ""));
        await ThrowsAsync(ExitCodes.TryAgain, () => store.GetAsync(Key));
    }

    [S3Fact]
    public async Task Stores_below_different_prefixes_of_a_bucket_do_not_see_each_other()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var one = bucket.OpenStore("one");
        using var whole = bucket.OpenStore("");
        await PutAsync(one);
        await PutAsync(whole);

        Assert.Equal([Key], await one.ListKeysAsync("").ToListAsync());
        Assert.Equal([Key, $"one/{Key}"], await whole.ListKeysAsync("").ToListAsync());
        Assert.Equal($"s3://{bucket.Name}/one", one.Address);
    }

    [S3Fact]
    public async Task An_object_removed_behind_the_stores_back_is_gone_and_can_be_written_again()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var store = bucket.OpenStore();
        var first = await PutAsync(store);
        await bucket.Client.DeleteObjectAsync(bucket.Name, $"some/prefix/{Key}");

        Assert.Null(await store.GetAsync(Key));
        Assert.NotNull(await store.GetAsync(Key, first.VersionId));
        Assert.Single(await store.ListVersionsAsync(Key));
        Assert.NotNull(await store.TryPutAsync(Key, Bytes(), null));
        Assert.Null(await store.TryPutAsync(Key, Bytes(), null));
    }

    [S3Fact]
    public async Task A_cancelled_upload_in_parts_leaves_no_object_and_no_parts()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var store = bucket.OpenStore();
        using var cancellation = new CancellationTokenSource();
        var content = new CancellingStream(new byte[40 * 1024 * 1024], cancelAt: 25 * 1024 * 1024, cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(Key, content, cancellation.Token));

        Assert.True(content.WasCancelled);
        Assert.Empty(await store.ListVersionsAsync(Key));
        var uploads = await bucket.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket.Name });
        Assert.Empty(uploads.MultipartUploads ?? []);
    }

    [S3Fact]
    public async Task Two_stores_with_clients_of_their_own_race_and_one_wins()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var one = bucket.OpenStore();
        using var two = bucket.OpenStore();
        string? expected = null;
        for (var round = 0; round < 10; round++)
        {
            var before = expected;
            var results = await Task.WhenAll(one.TryPutAsync(Key, Bytes(), before), two.TryPutAsync(Key, Bytes(), before));
            expected = Assert.Single(results, r => r is not null)!.VersionId;
            Assert.Equal(round + 1, (await one.ListVersionsAsync(Key)).Count);
        }
    }

    [S3Fact]
    public async Task Readers_always_find_the_object_while_losers_take_their_writes_back()
    {
        await using var bucket = await TestBucket.CreateAsync();
        using var reader = bucket.OpenStore();
        using var one = bucket.OpenStore();
        using var two = bucket.OpenStore();
        string? expected = (await PutAsync(reader)).VersionId;
        var races = Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                var before = expected;
                var results = await Task.WhenAll(one.TryPutAsync(Key, Bytes(), before), two.TryPutAsync(Key, Bytes(), before));
                expected = Assert.Single(results, r => r is not null)!.VersionId;
            }
        });

        while (!races.IsCompleted)
        {
            await using var stored = await reader.GetAsync(Key);
            Assert.NotNull(stored);
        }

        await races;
    }

    private static Task<ObjectVersion> PutAsync(S3ObjectStore store) => store.PutAsync(Key, Bytes());

    private static MemoryStream Bytes() => new(Guid.NewGuid().ToByteArray());

    private static async Task<FashionMnistException> ThrowsAsync(int exitCode, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<FashionMnistException>(action);
        Assert.Equal((exitCode, error.Message), (error.ExitCode, error.Message));
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    /// <summary>Cancels when it is read past a point.</summary>
    private sealed class CancellingStream(byte[] content, long cancelAt, CancellationTokenSource cancellation) : MemoryStream(content)
    {
        public bool WasCancelled => cancellation.IsCancellationRequested;

        public override int Read(byte[] buffer, int offset, int count) => Watch(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Watch(base.Read(buffer));

        private int Watch(int read)
        {
            if (Position - read < cancelAt && Position >= cancelAt)
                cancellation.Cancel();
            return read;
        }
    }
}
