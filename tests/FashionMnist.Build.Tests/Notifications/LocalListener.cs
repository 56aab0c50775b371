using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>A web server on 127.0.0.1 that keeps what it is sent and answers as it is told, by default like Slack.</summary>
internal sealed class LocalListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;
    private readonly Func<HttpListenerRequest, string, Answer> _answer;

    public LocalListener(Func<HttpListenerRequest, string, Answer>? answer = null)
    {
        _answer = answer ?? ((_, _) => new Answer(200, "ok"));
        Address = Bind();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>The bodies it was sent, in their order.</summary>
    public List<string> Bodies { get; } = [];

    public async ValueTask DisposeAsync()
    {
        if (_listener.IsListening)
            _listener.Stop();
        await _loop;
        ((IDisposable)_listener).Dispose();
    }

    private Uri Bind()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(address.AbsoluteUri);
                _listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                // Somebody else was faster.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            Bodies.Add(body);
            var answer = _answer(context.Request, body);
            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
                context.Response.AddHeader(name, value);
            try
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The client gave up.
            }
        }
    }
}

/// <summary>What a server says.</summary>
internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers);
