using System.Net;
using System.Net.Sockets;

namespace FashionMnist.Build.Rehearsal;

/// <summary>
/// Stands between a client and an HTTP server, passes on a number of bytes of the answers and then nothing more. Whoever reads through it is
/// certainly in the middle of its work when <see cref="Stalled"/> completes.
/// </summary>
internal sealed class StallingProxy : IDisposable
{
    private const int BufferSize = 16_384;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left;

    /// <param name="server">The server, without TLS.</param>
    /// <param name="bytes">Bytes to pass on before nothing more comes.</param>
    public StallingProxy(Uri server, long bytes)
    {
        (_server, _left) = (server, bytes);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Completes when nothing more is passed on.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, stop);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), stop), AnswerAsync(far.GetStream(), near.GetStream(), stop));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // Closing the connections tells both sides.
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        for (int count; (count = await from.ReadAsync(buffer, stop)) > 0;)
        {
            if (Interlocked.Add(ref _left, -count) < 0)
            {
                _stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, stop);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), stop);
        }
    }
}
