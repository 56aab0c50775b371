using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FashionMnist.Testing;

/// <summary>
/// A Kestrel on a free port of 127.0.0.1, for every server that tests play themselves. Requests are answered beside each other, so what an
/// answer shares with others needs a lock. Disposing cuts what is still open; it does not wait for a client.
/// </summary>
public sealed class LocalHttp : IHttpApplication<HttpContext>, IDisposable, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly Func<HttpContext, Task> _answer;
    private ExceptionDispatchInfo? _fault;
    private int _ended;

    /// <param name="answer">
    /// Answers one request. What it throws goes to the client as a 500 and out of the disposal, so that a broken server fails its test; a
    /// client that hung up in the middle is no fault.
    /// </param>
    public LocalHttp(Func<HttpContext, Task> answer)
        : this(answer, _ => { })
    {
    }

    private LocalHttp(Func<HttpContext, Task> answer, Action<ListenOptions> connections)
    {
        _answer = answer;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0, connections);
        options.Limits.MaxRequestBodySize = null;
        // A loaded machine is no slow client.
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
        _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        Address = _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }

    /// <summary>A server that speaks no HTTP of its own: it is given each connection as it is.</summary>
    public static LocalHttp ForConnections(Func<ConnectionContext, Task> serve) =>
        new(_ => Task.CompletedTask, listen => listen.Run(serve.Invoke));

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return;
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _fault?.Throw();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await _answer(context);
        }
        catch (Exception e) when (e is Microsoft.AspNetCore.Http.BadHttpRequestException or ConnectionResetException or ConnectionAbortedException or OperationCanceledException)
        {
            // The client went away, or this is the end.
            context.Abort();
        }
        catch (Exception e)
        {
            _fault = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }
}

/// <summary>A port of 127.0.0.1 at which no server listens, and which no other program gets until this is disposed.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Its http address, without a slash at the end.</summary>
    public string Address => $"http://{_bound.LocalEndPoint}";

    public void Dispose() => _bound.Dispose();
}

/// <summary>What servers that tests play need beside ASP.NET's own.</summary>
public static class LocalHttpContexts
{
    /// <summary>The whole address as the client wrote it, with its escapes.</summary>
    public static Uri Url(this HttpRequest request) =>
        new($"{request.Scheme}://{request.Host}{request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");

    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    /// <summary>Says nothing more until the client hangs up or the server is disposed.</summary>
    public static Task StallAsync(this HttpContext context) => Waiting.ForeverAsync(context.RequestAborted);
}
