using Amazon.S3;
using Amazon.S3.Model;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>An object being read. A connection that breaks is taken up again where it broke, with the same bytes or not at all.</summary>
internal sealed class S3ReadStream : Stream
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly IAmazonS3 _client;
    private readonly S3Address _location;
    private readonly TimeProvider _timeProvider;
    private readonly string _etag;
    private readonly string? _versionId;
    private GetObjectResponse _response;
    private long _position;

    public S3ReadStream(IAmazonS3 client, S3Address location, GetObjectResponse response, TimeProvider timeProvider)
    {
        (_client, _location, _response, _timeProvider) = (client, location, response, timeProvider);
        (_etag, _versionId) = (response.ETag, response.VersionId);
        Length = response.ContentLength;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var read = await _response.ResponseStream.ReadAsync(buffer, cancellationToken);
                if (read == 0 && buffer.Length > 0 && _position < Length)
                    throw new EndOfStreamException($"{_position} of {Length} bytes came");
                _position += read;
                return read;
            }
            catch (Exception e) when (AwsFaults.IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts)
                    throw S3Errors.Describe(_location.ToString(), "read", e);
                await ReopenAsync(FirstPause * Math.Pow(2, attempt - 1), cancellationToken);
            }
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }

    private async Task ReopenAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, _timeProvider, cancellationToken);
        var request = new GetObjectRequest
        {
            BucketName = _location.Bucket,
            Key = _location.Key,
            VersionId = _versionId,
            EtagToMatch = _etag,
            ByteRange = new ByteRange($"bytes={_position}-"),
        };
        var fresh = await S3Errors.GuardAsync(
            _location.ToString(), "read", () => _client.GetObjectAsync(request, cancellationToken), cancellationToken);
        _response.Dispose();
        _response = fresh;
    }
}
