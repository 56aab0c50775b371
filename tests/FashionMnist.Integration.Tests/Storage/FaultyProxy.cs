using System.Net.Sockets;
using System.Text;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Connections;

namespace FashionMnist.Integration.Tests.Storage;

/// <summary>Stands between a client and a real server, and misbehaves as it is told: refuses requests, or cuts the connection inside an answer.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly LocalHttp _connections;
    private readonly Uri _server;
    private int _played;
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
        _connections = LocalHttp.ForConnections(ServeAsync);
    }

    public string Address => _connections.Address;

    /// <summary>How many faults were played.</summary>
    public int Played => _played;

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

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task ServeAsync(ConnectionContext client)
    {
        var stop = client.ConnectionClosed;
        await using var requests = client.Transport.Input.AsStream(leaveOpen: true);
        await using var answers = client.Transport.Output.AsStream(leaveOpen: true);
        try
        {
            if (Interlocked.Decrement(ref _refusals) >= 0)
            {
                Interlocked.Increment(ref _played);
                _ = await requests.ReadAsync(new byte[16384], stop);
                await answers.WriteAsync(Encoding.ASCII.GetBytes(_refusal), stop);
                return;
            }

            using var server = new TcpClient();
            await server.ConnectAsync(_server.Host, _server.Port, stop);
            var cut = Interlocked.Decrement(ref _cuts) >= 0;
            if (cut)
                Interlocked.Increment(ref _played);
            await Task.WhenAny(
                CopyAsync(requests, server.GetStream(), cut ? _requestBytes : long.MaxValue, flips: true, stop),
                CopyAsync(server.GetStream(), answers, cut ? _answerBytes : long.MaxValue, flips: false, stop));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One of both has gone; so does the other.
        }
    }

    private async Task CopyAsync(Stream from, Stream to, long limit, bool flips, CancellationToken stop)
    {
        var buffer = new byte[65536];
        var position = 0L;
        for (int read; position < limit && (read = await from.ReadAsync(buffer, stop)) > 0; position += read)
        {
            if (flips && position <= _flippedByte && _flippedByte < position + read && Interlocked.Decrement(ref _flips) >= 0)
            {
                buffer[_flippedByte - position] ^= 1;
                Interlocked.Increment(ref _played);
            }

            await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, limit - position)), stop);
        }
    }
}
