using System.Buffers;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>
/// Fetches the rest of an object in pieces that are on their way at the same time, and hands them out in order. Holds at most
/// <see cref="ParallelPieces"/> pieces.
/// </summary>
/// <param name="reader">Opens pieces of the object.</param>
/// <param name="retry">How an interrupted piece is taken up again.</param>
/// <param name="start">The first byte.</param>
/// <param name="end">Length of the object.</param>
internal sealed class S3ReadAhead(S3ObjectReader reader, S3ReadRetry retry, long start, long end) : IDisposable
{
    private const int ParallelPieces = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Task<Piece>> _running = new();
    private byte[]? _handedOut;
    private long _next = start;
    private bool _isDisposed;

    /// <summary>Begins to fetch, or goes on with it.</summary>
    public void Fill()
    {
        while (_running.Count + (_handedOut is null ? 0 : 1) < ParallelPieces && _next < end)
        {
            var (first, count) = (_next, (int)Math.Min(S3ObjectReader.PieceBytes, end - _next));
            _running.Enqueue(Task.Run(() => FetchAsync(first, count, _stop.Token)));
            _next += count;
        }
    }

    /// <summary>The next piece.</summary>
    /// <returns>Its bytes, until the next call; none at the end.</returns>
    /// <exception cref="FashionMnistException">It did not come, see <see cref="S3Errors"/>.</exception>
    public async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        Release();
        Fill();
        if (_running.Count == 0)
            return ReadOnlyMemory<byte>.Empty;
        var piece = await _running.Peek().WaitAsync(cancellationToken);
        _ = _running.Dequeue();
        _handedOut = piece.Buffer;
        return piece.Buffer.AsMemory(0, piece.Count);
    }

    /// <summary>May be called again: a stream is closed by whoever opened it and by what reads through it.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _stop.Dispose();
        Release();
    }

    private void Release()
    {
        if (_handedOut is not null)
            ArrayPool<byte>.Shared.Return(_handedOut);
        _handedOut = null;
    }

    private async Task<Piece> FetchAsync(long first, int count, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(count);
        var filled = 0;
        for (var attempt = 1; ; attempt++)
        {
            var before = filled;
            try
            {
                using var response = await reader.OpenAsync(first + filled, first + count - 1, cancellationToken);
                while (filled < count)
                {
                    var read = await retry.ReadAsync(response.ResponseStream, buffer.AsMemory(filled, count - filled), cancellationToken);
                    filled += read > 0 ? read : throw new EndOfStreamException($"{filled} of {count} bytes came");
                }

                return new Piece(buffer, count);
            }
            catch (Exception e) when (AwsFaults.IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                attempt = filled > before ? 1 : attempt;
                if (!await retry.WaitAsync(attempt, cancellationToken))
                    throw S3Errors.Describe(reader.Address, S3Errors.Read, e);
            }
        }
    }

    private sealed record Piece(byte[] Buffer, int Count);
}
