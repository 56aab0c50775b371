namespace FashionMnist.Testing;

/// <summary>
/// The only waits by the clock in the tests: for another program that tells nobody when it has got so far, and up to a moment that is
/// random on purpose. Whatever a test can be told of, it awaits.
/// </summary>
public static class Waiting
{
    /// <summary>Two loops that keep both cores busy make a program that starts in two seconds take twenty.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes, and fails with <paramref name="what"/> was expected after two minutes.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetTimestamp() < end, $"not within {Patience.TotalMinutes} minutes: {what}");
            await Task.Delay(Pause);
        }
    }

    public static Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>The moment at which a test strikes a process; its assertions hold whichever moment it is.</summary>
    public static Task ToArbitraryMomentAsync(TimeSpan moment) => Task.Delay(moment);

    /// <summary>Never completes, except by <paramref name="cancellation"/>: what a peer that says nothing more looks like.</summary>
    public static Task ForeverAsync(CancellationToken cancellation) => new TaskCompletionSource().Task.WaitAsync(cancellation);
}
