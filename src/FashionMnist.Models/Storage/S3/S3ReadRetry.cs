namespace FashionMnist.Models.Storage.S3;

/// <summary>When a download counts as interrupted, how often it is taken up again without a byte of progress, and the pauses in between.</summary>
internal sealed class S3ReadRetry(TimeProvider timeProvider)
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time without a byte. The SDK's own limit ends with the headers, and a peer that is gone without a word sends nothing, ever.
    /// With all attempts it is the total of <see cref="Servers.ServerPatience"/>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads what comes next.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public async ValueTask<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = source.ReadAsync(buffer, stop.Token);
        await using var patience = reading.IsCompleted
            ? null
            : timeProvider.CreateTimer(_ => stop.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await reading;
        }
        catch (Exception e) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no byte came", e);
        }
    }

    /// <summary>Waits before the next attempt.</summary>
    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether there is a next one.</returns>
    public async Task<bool> WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        if (attempt >= Attempts)
            return false;
        await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), timeProvider, cancellationToken);
        return true;
    }
}
