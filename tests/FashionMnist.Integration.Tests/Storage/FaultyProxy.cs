using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FashionMnist.Integration.Tests.Storage;

/// <summary>Stands between a client and a real server, and misbehaves as it is told: refuses requests, or cuts the connection inside an answer.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _refusals;
    private string _refusal = "";
    private int _flips;
    private long _flippedByte;
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

    /// <summary>Answers the next connections with an error.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">S3's name of the error.</param>
    public void Refuse(int connections, int status = 503, string code = "SlowDown")
    {
        var body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>played</Message></Error>";
        _refusal = $"HTTP/1.1 {status} {code}\r\nDate: {DateTimeOffset.UtcNow:R}\r\nContent-Type: application/xml\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
        _refusals = connections;
    }

    /// <summary>Changes a byte of the requests on the next connections that get so far.</summary>
    public void FlipUploads(int connections, long atByte) => (_flips, _flippedByte) = (connections, atByte);

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
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(_refusal), _stop.Token);
                    return;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var cut = Interlocked.Decrement(ref _cuts) >= 0;
                if (cut)
                    Played++;
                await Task.WhenAny(
                    CopyAsync(stream, server.GetStream(), cut ? _requestBytes : long.MaxValue, flips: true),
                    CopyAsync(server.GetStream(), stream, cut ? _answerBytes : long.MaxValue, flips: false));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of both has gone; so does the other.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long limit, bool flips)
    {
        var buffer = new byte[65536];
        var position = 0L;
        for (int read; position < limit && (read = await from.ReadAsync(buffer, _stop.Token)) > 0; position += read)
        {
            if (flips && position <= _flippedByte && _flippedByte < position + read && Interlocked.Decrement(ref _flips) >= 0)
            {
                buffer[_flippedByte - position] ^= 1;
                Played++;
            }

            await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, limit - position)), _stop.Token);
        }
    }
}
