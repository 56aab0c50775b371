using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FashionMnist.Integration.Tests.Storage;

/// <summary>Stands between a client and a real server, and misbehaves as it is told: refuses requests, or cuts the connection inside an answer.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private const string SlowDown = "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

    private static readonly string Busy =
        $"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: {SlowDown.Length}\r\nConnection: close\r\n\r\n{SlowDown}";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _refusals;
    private int _cuts;
    private long _answerBytes = long.MaxValue;
    private long _requestBytes = long.MaxValue;

    public FaultyProxy(string server)
    {
        _server = new Uri(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many faults were played.</summary>
    public int Played { get; private set; }

    /// <summary>Answers the next connections with 503 SlowDown.</summary>
    public void Refuse(int connections) => _refusals = connections;

    /// <summary>Cuts the next connections after so many bytes of the answers.</summary>
    public void CutDownloads(int connections, long afterBytes) => (_cuts, _answerBytes) = (connections, afterBytes);

    /// <summary>Cuts the next connections after so many bytes of the requests.</summary>
    public void CutUploads(int connections, long afterBytes) => (_cuts, _requestBytes) = (connections, afterBytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (Interlocked.Decrement(ref _refusals) >= 0)
                {
                    Played++;
                    _ = await stream.ReadAsync(new byte[16384], _stop.Token);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(Busy), _stop.Token);
                    return;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var cut = Interlocked.Decrement(ref _cuts) >= 0;
                if (cut)
                    Played++;
                await Task.WhenAny(
                    CopyAsync(stream, server.GetStream(), cut ? _requestBytes : long.MaxValue),
                    CopyAsync(server.GetStream(), stream, cut ? _answerBytes : long.MaxValue));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of both has gone; so does the other.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long limit)
    {
        var buffer = new byte[65536];
        for (int read; limit > 0 && (read = await from.ReadAsync(buffer, _stop.Token)) > 0; limit -= read)
            await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, limit)), _stop.Token);
    }
}
