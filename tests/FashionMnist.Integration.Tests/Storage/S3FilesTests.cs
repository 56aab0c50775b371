using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.Storage;

public sealed class S3FilesTests
{
    [S3Fact]
    public async Task What_is_written_is_read_and_listed()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        var files = new S3Files(bucket.Client);
        var folder = new S3Address(bucket.Name, "Out put/run 1");
        var content = new byte[17 * 1024 * 1024];
        new Random(1).NextBytes(content);

        await files.WriteAsync(folder.Append("part-1.csv"), new MemoryStream(content));
        await files.WriteAsync(folder.Append("part-0.csv"), new ForwardOnlyStream(content[..10], failAt: null));
        await files.WriteAsync(folder.Append("part-0.csv"), new MemoryStream(content[..20]));

        Assert.Equal(
            [(folder.Append("part-0.csv"), 20L), (folder.Append("part-1.csv"), content.Length)],
            (await files.ListAsync(folder).ToListAsync()).Select(f => (f.Location, f.Size)));
        await using var stream = (await files.OpenReadAsync(folder.Append("part-1.csv")))!;
        Assert.Equal(content.Length, stream.Length);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.True(content.AsSpan().SequenceEqual(read.ToArray()));
    }

    [S3Fact]
    public async Task A_missing_object_is_null_and_a_missing_bucket_is_an_error()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        var files = new S3Files(bucket.Client);
        Assert.Null(await files.OpenReadAsync(new S3Address(bucket.Name, "missing")));

        var error = await Assert.ThrowsAsync<FashionMnistException>(
            () => files.OpenReadAsync(new S3Address($"missing-{Guid.NewGuid():n}", "x")));
        Assert.Equal(ExitCodes.NotFound, error.ExitCode);
    }

    [S3Fact]
    public async Task A_source_that_breaks_off_writes_nothing()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        var files = new S3Files(bucket.Client);
        var address = new S3Address(bucket.Name, "x");
        await Assert.ThrowsAsync<FashionMnistException>(() => files.WriteAsync(address, new ForwardOnlyStream(new byte[100], failAt: 50)));
        Assert.Null(await files.OpenReadAsync(address));
    }
}
