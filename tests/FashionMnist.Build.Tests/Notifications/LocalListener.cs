using System.Net;
using System.Text;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>A web server on 127.0.0.1 that keeps what it is sent and answers as it is told, by default like Slack.</summary>
internal sealed class LocalListener : IAsyncDisposable
{
    private readonly LocalHttp _http = new();
    private readonly Task _loop;
    private readonly Func<HttpListenerRequest, string, Answer> _answer;

    public LocalListener(Func<HttpListenerRequest, string, Answer>? answer = null)
    {
        _answer = answer ?? ((_, _) => new Answer(200, "ok"));
        _loop = _http.ServeAsync(AnswerAsync);
    }

    public Uri Address => new($"{_http.Address}/");

    /// <summary>The bodies it was sent, in their order.</summary>
    public List<string> Bodies { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _http.Stop();
        await _loop;
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Bodies.Add(body);
        var answer = _answer(context.Request, body);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.AddHeader(name, value);
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
        context.Response.Close();
    }
}

/// <summary>What a server says.</summary>
internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers);
