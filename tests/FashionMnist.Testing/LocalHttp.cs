using System.Net;
using System.Net.Sockets;

namespace FashionMnist.Testing;

/// <summary>A listener on a free port of 127.0.0.1, for servers that tests play themselves.</summary>
public sealed class LocalHttp : IDisposable
{
    private const int PortAttempts = 10;

    private readonly HttpListener _listener;

    public LocalHttp()
    {
        for (var attempt = 1; ; attempt++)
        {
            // One that could not start cannot be used again.
            _listener = new HttpListener();
            Address = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add($"{Address}/");
            try
            {
                _listener.Start();
                return;
            }
            catch (HttpListenerException) when (attempt < PortAttempts)
            {
                // Somebody else took the port in between.
            }
        }
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>
    /// Answers requests one after the other until it is stopped. A client that hangs up in the middle concerns nobody; anything else that
    /// <paramref name="answer"/> throws ends it.
    /// </summary>
    public async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        while (await NextAsync() is { } context)
            await AnswerAsync(context, answer);
    }

    /// <summary>Answers requests beside each other until it is stopped.</summary>
    public async Task ServeConcurrentlyAsync(Func<HttpListenerContext, Task> answer)
    {
        while (await NextAsync() is { } context)
            _ = Task.Run(() => AnswerAsync(context, answer));
    }

    private static async Task AnswerAsync(HttpListenerContext context, Func<HttpListenerContext, Task> answer)
    {
        try
        {
            await answer(context);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away, or this is the end.
        }
    }

    private async Task<HttpListenerContext?> NextAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                return await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped, or a client that gave up before it had asked for anything.
            }
        }

        return null;
    }

    /// <summary>Takes no request any more; those that are being answered go on.</summary>
    public void Stop()
    {
        if (_listener.IsListening)
            _listener.Stop();
    }

    public void Dispose()
    {
        Stop();
        // Closing a stopped listener takes the port of each prefix once more, which somebody else may have by now.
        _listener.Prefixes.Clear();
        _listener.Close();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
