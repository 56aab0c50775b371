using Amazon.S3.Model;
using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Storage;

/// <summary>A real server behind a network that fails.</summary>
public sealed class S3FaultTests
{
    private const string Key = "models/m/model.onnx";
    private const int LargeBytes = 20_000_000;

    [S3Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(502, "BadGateway")]
    public async Task Throttling_and_faults_of_the_server_that_end_are_not_noticed(int status, string code)
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        using var store = OpenStore(bucket, proxy);

        proxy.Refuse(2, status, code);
        var written = await store.PutAsync(Key, new MemoryStream([1, 2, 3]));
        Assert.Equal(2, proxy.Played);

        await using var stored = await store.GetAsync(Key);
        Assert.Equal(written.VersionId, stored!.Version.VersionId);
    }

    [S3Fact]
    public async Task A_clock_that_stays_wrong_is_named_and_nothing_is_written()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        using var store = OpenStore(bucket, proxy);
        using var direct = bucket.OpenStore("");

        proxy.Refuse(1000, 403, "RequestTimeTooSkewed");
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => store.PutAsync(Key, new MemoryStream([1, 2, 3])));

        Assert.Equal(ExitCodes.AccessDenied, error.ExitCode);
        Assert.Contains("the clock of this machine is wrong", error.Message, StringComparison.Ordinal);
        Assert.Null(await direct.GetAsync(Key));
    }

    [S3Fact]
    public async Task A_byte_that_changes_on_the_way_up_is_noticed_and_nothing_is_written()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        var bytes = Large();
        using var store = OpenStore(bucket, proxy);
        using var direct = bucket.OpenStore("");

        proxy.FlipUploads(1, atByte: 3_000_000);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => store.PutAsync(Key, new MemoryStream(bytes)));

        Assert.Equal((1, ExitCodes.TryAgain), (proxy.Played, error.ExitCode));
        Assert.Null(await direct.GetAsync(Key));
        await AssertNoPartsAsync(bucket);
        await store.PutAsync(Key, new MemoryStream(bytes));
    }

    [S3Fact]
    public async Task A_version_that_is_removed_while_it_is_read_ends_with_an_error_and_not_with_less()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        using var store = OpenStore(bucket, proxy);
        var written = await store.PutAsync(Key, new MemoryStream(Large()));
        proxy.CutDownloads(1, afterBytes: 100_000);
        using var fresh = OpenStore(bucket, proxy);
        await using var stored = await fresh.GetAsync(Key);
        await stored!.Content.ReadExactlyAsync(new byte[1000]);

        await bucket.Client.DeleteObjectAsync(bucket.Name, Key, written.VersionId);

        await Assert.ThrowsAsync<FashionMnistException>(() => stored.Content.CopyToAsync(Stream.Null));
    }

    [S3Fact]
    public async Task Throttling_that_stays_is_for_trying_again_and_leaves_nothing()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        using var store = OpenStore(bucket, proxy);
        using var direct = bucket.OpenStore("");

        proxy.Refuse(1000);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => store.PutAsync(Key, new MemoryStream([1, 2, 3])));

        Assert.Equal(ExitCodes.TryAgain, error.ExitCode);
        Assert.Null(await direct.GetAsync(Key));
    }

    [S3Fact]
    public async Task A_download_that_is_cut_twice_comes_whole()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        var bytes = Large();
        using (var direct = bucket.OpenStore(""))
            await direct.PutAsync(Key, new MemoryStream(bytes));
        using var store = OpenStore(bucket, proxy);

        proxy.CutDownloads(2, afterBytes: LargeBytes / 3);
        await using var stored = await store.GetAsync(Key);
        using var read = new MemoryStream();
        await stored!.Content.CopyToAsync(read);

        Assert.Equal(2, proxy.Played);
        Assert.True(bytes.AsSpan().SequenceEqual(read.GetBuffer().AsSpan(0, (int)read.Length)));
    }

    [S3Fact]
    public async Task An_upload_that_is_cut_again_and_again_leaves_no_object_and_no_parts_and_the_rerun_succeeds()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await using var proxy = new FaultyProxy(S3Clients.CustomEndpoint()!);
        var bytes = Large();
        using var store = OpenStore(bucket, proxy);
        using var direct = bucket.OpenStore("");

        // Enough for every small request, not for a part.
        proxy.CutUploads(1000, afterBytes: 1_000_000);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => store.PutAsync(Key, new MemoryStream(bytes)));

        Assert.Equal(ExitCodes.TryAgain, error.ExitCode);
        Assert.Null(await direct.GetAsync(Key));
        await AssertNoPartsAsync(bucket);

        proxy.CutUploads(0, long.MaxValue);
        await store.PutAsync(Key, new MemoryStream(bytes));
        await using var stored = await direct.GetAsync(Key);
        Assert.Equal(bytes.Length, stored!.Version.Size);
    }

    private static async Task AssertNoPartsAsync(TestBucket bucket)
    {
        var pending = await bucket.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket.Name });
        Assert.Empty(pending.MultipartUploads ?? []);
    }

    private static byte[] Large()
    {
        var bytes = new byte[LargeBytes];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static S3ObjectStore OpenStore(TestBucket bucket, FaultyProxy proxy) =>
        new(S3Clients.Create(configure: x => x.ServiceURL = proxy.Address), new S3Address(bucket.Name, ""));
}
