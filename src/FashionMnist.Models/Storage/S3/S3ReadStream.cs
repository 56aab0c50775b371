using Amazon.S3;
using Amazon.S3.Model;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// An object being read. A connection that breaks is taken up again where it broke, with the same bytes or not at all. Of a large object the
/// pieces after the first one come beside each other, as soon as it is clear that somebody reads on.
/// </summary>
public sealed class S3ReadStream : Stream
{
    // Whoever stops before this only looked at the beginning.
    private const int LookBytes = 1024 * 1024;

    private readonly S3ObjectReader _reader;
    private readonly S3ReadRetry _retry;
    private readonly long _firstEnd;
    private readonly S3ReadAhead _ahead;
    private GetObjectResponse _response;
    private ReadOnlyMemory<byte> _piece;
    private long _position;

    /// <summary>Takes over an answer.</summary>
    /// <param name="client">The client.</param>
    /// <param name="location">The object.</param>
    /// <param name="response">What <see cref="S3ObjectReader.OpenAsync(IAmazonS3, GetObjectRequest, CancellationToken)"/> gave.</param>
    /// <param name="timeProvider">The clock that waits between attempts.</param>
    internal S3ReadStream(IAmazonS3 client, S3Address location, GetObjectResponse response, TimeProvider timeProvider)
    {
        _response = response;
        ETag = response.ETag;
        _reader = new S3ObjectReader(client, location, response.ETag, response.VersionId);
        _retry = new S3ReadRetry(timeProvider);
        Length = S3ObjectReader.LengthOf(response);
        _firstEnd = response.ContentLength;
        _ahead = new S3ReadAhead(_reader, _retry, _firstEnd, Length);
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
        if (_position < _firstEnd || buffer.IsEmpty)
            return await ReadFirstAsync(buffer, cancellationToken);
        if (_piece.IsEmpty)
            _piece = await _ahead.NextAsync(cancellationToken);

        var count = Math.Min(buffer.Length, _piece.Length);
        _piece[..count].CopyTo(buffer);
        _piece = _piece[count..];
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var buffer = new byte[bufferSize];
        while (_position < _firstEnd)
            await destination.WriteAsync(buffer.AsMemory(0, await ReadFirstAsync(buffer, cancellationToken)), cancellationToken);
        for (; _position < Length; _position += _piece.Length, _piece = default)
        {
            if (_piece.IsEmpty)
                _piece = await _ahead.NextAsync(cancellationToken);
            await destination.WriteAsync(_piece, cancellationToken);
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
        {
            _response.Dispose();
            _ahead.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var read = await _retry.ReadAsync(_response.ResponseStream, buffer, cancellationToken);
                if (read == 0 && buffer.Length > 0 && _position < _firstEnd)
                    throw new EndOfStreamException($"{_position} of {Length} bytes came");
                _position += read;
                if (_position >= LookBytes)
                    _ahead.Fill();
                return read;
            }
            catch (Exception e) when (AwsFaults.IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                if (!await _retry.WaitAsync(attempt, cancellationToken))
                    throw S3Errors.Describe(_reader.Address, S3Errors.Read, e);
                var fresh = await _reader.OpenAsync(_position, _firstEnd < Length ? _firstEnd - 1 : null, cancellationToken);
                _response.Dispose();
                _response = fresh;
            }
        }
    }
}
