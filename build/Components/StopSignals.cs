using System.Runtime.InteropServices;

namespace FashionMnist.Build.Components;

/// <summary>
/// Lets work clean up after itself before Ctrl-C or SIGTERM ends the process. The engine of the build knows nothing of the work's end, so
/// the handlers hold the signal back until <see cref="Dispose"/>.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Neither is disposed: a signal that came last may still be on its way to them.
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _clean = new();
    private readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        Console.CancelKeyPress += OnInterrupt;
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => StopAndWait());
    }

    /// <summary>Cancelled by a signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Says that everything is cleaned up; after a signal the process ends here.</summary>
    public void Dispose()
    {
        Console.CancelKeyPress -= OnInterrupt;
        _clean.Set();
        if (_stop.IsCancellationRequested)
            Thread.Sleep(Patience);
        _terminate.Dispose();
    }

    private void OnInterrupt(object? sender, ConsoleCancelEventArgs e) => StopAndWait();

    private void StopAndWait()
    {
        _stop.Cancel();
        _clean.Wait(Patience);
    }
}
