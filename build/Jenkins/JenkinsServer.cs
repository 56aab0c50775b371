using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Jenkins;

/// <summary>The remote API of a Jenkins. Credentials go to its address only, whatever address an answer names.</summary>
internal sealed class JenkinsServer : IDisposable
{
    private const int Attempts = 5;
    private const string QueueItem = "/queue/item/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly TimeProvider _time;

    public JenkinsServer(Uri address, string user, string token, HttpMessageHandler handler, TimeProvider time)
    {
        _address = address;
        _time = time;
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Patience };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{token}"));
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }

    /// <summary>The address as a folder, so that relative addresses lie below it.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it is no address.</exception>
    public static Uri AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FashionMnistException(ExitCodes.Usage, "--jenkins-url is not an http address");

    public void Dispose() => _client.Dispose();

    /// <summary>Waits by the server's clock.</summary>
    public Task WaitAsync(TimeSpan span, CancellationToken cancellationToken) => Task.Delay(span, _time, cancellationToken);

    /// <summary>Reads JSON; <see langword="null"/> where there is nothing at the path.</summary>
    public async Task<JsonElement?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path)), path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        Require(response, path);
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"Jenkins: {path}: the answer is no JSON; is --jenkins-url the address of a Jenkins?");
        }
    }

    /// <summary>Posts a form and returns the item of the queue that the answer points to, as a path below the address.</summary>
    public async Task<string?> PostAsync(string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        var crumb = await ReadAsync("crumbIssuer/api/json", cancellationToken);
        using var response = await SendAsync(Request, path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new FashionMnistException(ExitCodes.NotFound, $"Jenkins: there is no {path}, or this user may not see it; check --jenkins-job");
        Require(response, path);
        var location = response.Headers.Location is { } target ? new Uri(_address, target).AbsolutePath : "";
        // Jenkins may know itself under another address than ours.
        return location.IndexOf(QueueItem, StringComparison.Ordinal) is var start and >= 0 ? location[(start + 1)..] : null;

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = new FormUrlEncodedContent(form) };
            if (crumb is { } c)
                request.Headers.Add(c.GetProperty("crumbRequestField").GetString()!, c.GetProperty("crumb").GetString());
            return request;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            string problem;
            try
            {
                using var request = create();
                var response = await _client.SendAsync(request, cancellationToken);
                if (response.StatusCode < HttpStatusCode.InternalServerError)
                    return response;
                problem = $"the answer is {(int)response.StatusCode}";
                response.Dispose();
            }
            catch (HttpRequestException e)
            {
                problem = e.Message;
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                problem = "no answer in time";
            }

            if (attempt == Attempts)
                throw new FashionMnistException(ExitCodes.TryAgain, $"Jenkins: {path}: {problem}, {Attempts} times");
            Log.Warning("Jenkins: {Path:l}: {Problem:l}; trying again", path, problem);
            await WaitAsync(TimeSpan.FromSeconds(Math.Pow(2, attempt)), cancellationToken);
        }
    }

    private static void Require(HttpResponseMessage response, string path)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new FashionMnistException(
                ExitCodes.AccessDenied,
                $"Jenkins: {path}: access denied ({(int)response.StatusCode}); check the user, its API token and its permission to build the job");
        }

        if (response.StatusCode >= HttpStatusCode.BadRequest)
        {
            throw new FashionMnistException(
                ExitCodes.InputOutput,
                $"Jenkins: {path}: the answer is {(int)response.StatusCode}; "
                    + "a job must have been built once by hand before it knows its parameters");
        }
    }
}
