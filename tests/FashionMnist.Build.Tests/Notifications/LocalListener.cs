using System.Text;
using FashionMnist.Testing;
using Microsoft.AspNetCore.Http;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>A web server on 127.0.0.1 that keeps what it is sent and answers as it is told, by default like Slack.</summary>
internal sealed class LocalListener : IAsyncDisposable
{
    private readonly LocalHttp _http;
    private readonly Func<HttpRequest, string, Answer> _answer;
    private readonly Lock _one = new();
    private readonly List<string> _bodies = [];

    /// <param name="answer">Answers a request with its body; called for one at a time.</param>
    public LocalListener(Func<HttpRequest, string, Answer>? answer = null)
    {
        _answer = answer ?? ((_, _) => new Answer(200, "ok"));
        _http = new LocalHttp(AnswerAsync);
    }

    public Uri Address => new($"{_http.Address}/");

    /// <summary>The bodies it was sent, in their order.</summary>
    public IReadOnlyList<string> Bodies
    {
        get
        {
            lock (_one)
                return [.. _bodies];
        }
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = Encoding.UTF8.GetString(await context.Request.ReadBodyAsync());
        Answer answer;
        lock (_one)
        {
            _bodies.Add(body);
            answer = _answer(context.Request, body);
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers.Append(name, value);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
    }
}

/// <summary>What a server says.</summary>
internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers);
