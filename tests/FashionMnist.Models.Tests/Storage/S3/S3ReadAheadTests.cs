using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.Storage.S3;

public sealed class S3ReadAheadTests
{
    private const int MostAtATime = 4;
    private const int ManyPieces = (9 * S3ObjectReader.PieceBytes) + 17;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pieces_come_beside_each_other_and_are_read_in_order(bool copied)
    {
        using var server = new PieceServer(ManyPieces) { Together = MostAtATime };
        await using var stream = await OpenAsync(server);
        Assert.Equal(ManyPieces, stream.Length);

        var read = new byte[ManyPieces];
        if (copied)
            await stream.CopyToAsync(new MemoryStream(read));
        else
            await stream.ReadExactlyAsync(read);

        Assert.True(server.Content.AsSpan().SequenceEqual(read));
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        Assert.InRange(server.MostOpened, MostAtATime, MostAtATime + 1);
        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public async Task A_piece_that_breaks_is_taken_up_where_it_broke()
    {
        using var server = new PieceServer(ManyPieces) { Breaks = x => x is >= 1 and <= 5 };
        await using var stream = await OpenAsync(server);
        var read = new byte[ManyPieces];
        await stream.ReadExactlyAsync(read);

        Assert.True(server.Content.AsSpan().SequenceEqual(read));
        Assert.Equal(15, server.Requests.Count);
    }

    [Fact]
    public async Task A_piece_that_keeps_breaking_ends_with_try_again()
    {
        using var server = new PieceServer(ManyPieces) { Breaks = x => x > 0, BytesBeforeBreak = 0 };
        await using var stream = await OpenAsync(server);
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => stream.CopyToAsync(Stream.Null));
        Assert.Equal(ExitCodes.TryAgain, error.ExitCode);
        await Assert.ThrowsAsync<FashionMnistException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Whoever_only_looks_at_the_beginning_requests_no_more()
    {
        using var server = new PieceServer(ManyPieces);
        await using (var stream = await OpenAsync(server))
            await stream.ReadExactlyAsync(new byte[100_000]);
        Assert.Equal(["bytes=0-8388607"], server.Requests);
    }

    [Fact]
    public async Task An_empty_object_and_one_of_exactly_a_piece_are_whole()
    {
        foreach (var length in new[] { 0, 1, S3ObjectReader.PieceBytes, S3ObjectReader.PieceBytes + 1 })
        {
            using var server = new PieceServer(length);
            await using var stream = await OpenAsync(server);
            using var read = new MemoryStream();
            await stream.CopyToAsync(read);
            Assert.Equal((length, length), (stream.Length, (int)read.Length));
            Assert.True(server.Content.AsSpan().SequenceEqual(read.GetBuffer().AsSpan(0, length)));
        }
    }

    private static async Task<S3ReadStream> OpenAsync(PieceServer server)
    {
        var response = await S3ObjectReader.OpenAsync(server, new GetObjectRequest { EtagToMatch = "etag" }, CancellationToken.None);
        return new S3ReadStream(server, new S3Address("bucket", "key"), response, new InstantTimeProvider());
    }

    /// <summary>Answers requests for bytes of one object as S3 does; some answers break off, by the place of their bytes.</summary>
    private sealed class PieceServer : AmazonS3Client
    {
        private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _opened;

        public PieceServer(int length)
            : base(new AnonymousAWSCredentials(), new AmazonS3Config { ServiceURL = "http://simulated.invalid" })
        {
            Content = new byte[length];
            new Random(1).NextBytes(Content);
        }

        public byte[] Content { get; }

        /// <summary>Of which pieces, counted from 0, an answer that begins with their first byte breaks off.</summary>
        public Func<int, bool> Breaks { get; init; } = _ => false;

        /// <summary>How many pieces after the first are answered only when all of them are asked for.</summary>
        public int Together { get; init; }

        public int BytesBeforeBreak { get; init; } = 2_000_000;

        public ConcurrentQueue<string> Requests { get; } = [];

        public int MostOpened { get; private set; }

        public override async Task<GetObjectResponse> GetObjectAsync(GetObjectRequest request, CancellationToken cancellationToken = default)
        {
            Assert.Equal("etag", request.EtagToMatch);
            var range = request.ByteRange?.FormattedByteRange ?? "all";
            var ends = range == "all" ? [0, Content.Length] : range["bytes=".Length..].Split('-').Select(x => int.Parse(x, CultureInfo.InvariantCulture)).ToArray();
            if (ends[0] >= Content.Length && range != "all")
                throw new AmazonS3Exception("range", ErrorType.Sender, "InvalidRange", "id", HttpStatusCode.RequestedRangeNotSatisfiable);

            Requests.Enqueue(range);
            lock (Requests)
                MostOpened = Math.Max(MostOpened, ++_opened);
            var index = ends[0] / S3ObjectReader.PieceBytes;
            if (Requests.Count > Together)
                _together.TrySetResult();
            if (index > 0)
                await _together.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
            var piece = Content[ends[0]..Math.Min(ends[1] + 1, Content.Length)];
            var breaks = ends[0] % S3ObjectReader.PieceBytes == 0 && Breaks(index);
            return new GetObjectResponse
            {
                ETag = "etag",
                ContentLength = piece.Length,
                ContentRange = request.ByteRange is null ? null : $"{range.Replace('=', ' ')}/{Content.Length}",
                ResponseStream = new Counted(piece, breaks ? Math.Min(BytesBeforeBreak, piece.Length) : null, () =>
                {
                    lock (Requests)
                        _opened--;
                }),
            };
        }

        private sealed class Counted(byte[] content, int? failAt, Action closed) : ForwardOnlyStream(content, failAt)
        {
            protected override void Dispose(bool disposing)
            {
                closed();
                base.Dispose(disposing);
            }
        }
    }
}
