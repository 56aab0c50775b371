using Serilog;

namespace FashionMnist.Data.Sources;

/// <summary>Lets one process at a time download into a cache folder; the others wait and then find the files there.</summary>
internal static class DownloadTurn
{
    private const string LockName = ".lock";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // EAGAIN of Linux, EWOULDBLOCK of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Waits for the turn; it ends when the result is disposed, or with the process.</summary>
    public static async Task<IDisposable> TakeAsync(string cache, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(cache);
        for (var announced = false; ; announced = true)
        {
            try
            {
                return new FileStream(Path.Combine(cache, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (HeldByAnother.Contains(e.HResult))
            {
                if (!announced)
                    Log.Information("Another process downloads into {Cache:l}: waiting for it", cache);
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }
}
