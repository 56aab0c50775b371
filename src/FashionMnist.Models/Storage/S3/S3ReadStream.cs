using Amazon.S3;
using Amazon.S3.Model;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>An object being read. A connection that breaks is taken up again where it broke, with the same bytes or not at all.</summary>
public sealed class S3ReadStream : Stream
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly IAmazonS3 _client;
    private readonly S3Address _location;
    private readonly TimeProvider _timeProvider;
    private readonly string? _versionId;
    private GetObjectResponse _response;
    private long _position;

    internal S3ReadStream(IAmazonS3 client, S3Address location, GetObjectResponse response, TimeProvider timeProvider)
    {
        (_client, _location, _response, _timeProvider) = (client, location, response, timeProvider);
        (ETag, _versionId) = (response.ETag, response.VersionId);
        Length = response.ContentLength;
    }

    /// <summary>The entity tag of the object, which changes with its content.</summary>
    public string ETag { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
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
                    throw S3Errors.Describe(_location.ToString(), S3Errors.Read, e);
                await ReopenAsync(FirstPause * Math.Pow(2, attempt - 1), cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
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
            EtagToMatch = ETag,
            ByteRange = new ByteRange($"bytes={_position}-"),
        };
        var fresh = await S3Errors.GuardAsync(
            _location.ToString(), S3Errors.Read, () => _client.GetObjectAsync(request, cancellationToken), cancellationToken);
        _response.Dispose();
        _response = fresh;
    }
}
