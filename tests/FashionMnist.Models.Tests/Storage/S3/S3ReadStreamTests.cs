using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Storage.S3;

public sealed class S3ReadStreamTests
{
    private static readonly S3Address Address = new("bucket", "key");
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        using var server = new BreakingServer(breaks: 3, unchanged: true);
        await using var stream = await OpenAsync(server);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);

        Assert.True(Content.AsSpan().SequenceEqual(read.ToArray()));
        Assert.Equal(3, server.Reopened);
    }

    [Fact]
    public async Task A_connection_that_keeps_breaking_ends_with_try_again()
    {
        using var server = new BreakingServer(breaks: int.MaxValue, unchanged: true, bytesEach: 0);
        await using var stream = await OpenAsync(server);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => stream.CopyToAsync(Stream.Null));
        Assert.Equal(ExitCodes.TryAgain, error.ExitCode);
    }

    [Fact]
    public async Task A_connection_on_which_nothing_comes_any_more_is_taken_up_like_one_that_breaks()
    {
        using var server = new BreakingServer(breaks: 0, unchanged: true);
        var first = await server.GetObjectAsync(new GetObjectRequest());
        first.ResponseStream = new SilentStream();
        await using var stream = new S3ReadStream(server, Address, first, new InstantTimeProvider());
        using var read = new MemoryStream();

        await stream.CopyToAsync(read);

        Assert.True(Content.AsSpan().SequenceEqual(read.ToArray()));
        Assert.Equal(1, server.Reopened);
    }

    [Fact]
    public async Task A_connection_on_which_nothing_comes_is_left_at_once_when_the_run_is_stopped()
    {
        using var server = new BreakingServer(breaks: 0, unchanged: true);
        var first = await server.GetObjectAsync(new GetObjectRequest());
        first.ResponseStream = new SilentStream();
        await using var stream = new S3ReadStream(server, Address, first, TimeProvider.System);
        using var stop = new CancellationTokenSource();

        var reading = stream.ReadAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task An_object_that_was_replaced_meanwhile_is_not_mixed_with_the_old_one()
    {
        using var server = new BreakingServer(breaks: 1, unchanged: false);
        await using var stream = await OpenAsync(server);
        await Assert.ThrowsAsync<FashionMnistException>(() => stream.CopyToAsync(Stream.Null));
    }

    private static async Task<S3ReadStream> OpenAsync(BreakingServer server) =>
        new(server, Address, await server.GetObjectAsync(new GetObjectRequest()), new InstantTimeProvider());

    /// <summary>Breaks off after some bytes, a number of times; answers a condition on the ETag as S3 does.</summary>
    private sealed class BreakingServer(int breaks, bool unchanged, int bytesEach = 50_000)
        : AmazonS3Client(new AnonymousAWSCredentials(), new AmazonS3Config { ServiceURL = "http://simulated.invalid" })
    {
        private int _breaks = breaks;

        public int Reopened { get; private set; }

        public override Task<GetObjectResponse> GetObjectAsync(GetObjectRequest request, CancellationToken cancellationToken = default)
        {
            var start = 0;
            if (request.ByteRange is { } range)
            {
                Assert.Equal("etag", request.EtagToMatch);
                if (!unchanged)
                    throw new AmazonS3Exception("changed", ErrorType.Sender, "PreconditionFailed", "id", HttpStatusCode.PreconditionFailed);
                start = int.Parse(range.FormattedByteRange["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                Reopened++;
            }

            var rest = Content[start..];
            return Task.FromResult(new GetObjectResponse
            {
                ETag = "etag",
                ContentLength = rest.Length,
                ResponseStream = new ForwardOnlyStream(rest, _breaks-- > 0 ? bytesEach : null),
            });
        }
    }

    /// <summary>A peer that is gone without a word.</summary>
    private sealed class SilentStream() : ForwardOnlyStream([], failAt: null)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Waiting.ForeverAsync(cancellationToken);
            return 0;
        }
    }
}
