namespace FashionMnist.Models.Storage.S3;

/// <summary>How often an interrupted download is taken up again without a byte of progress, and the pauses in between.</summary>
internal sealed class S3ReadRetry(TimeProvider timeProvider)
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

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
