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
    private const string QueueItem = "/queue/item/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A controller takes up to five minutes for a restart and is not reachable meanwhile.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly TimeProvider _time;

    public JenkinsServer(Uri address, string? user, string? token, HttpMessageHandler handler, TimeProvider time)
    {
        _address = address;
        _time = time;
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Patience };
        if (user is null)
            return;
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

    /// <summary>Starts a job and returns the item of the queue that the answer points to, as a path below the address.</summary>
    /// <param name="job">Path of the job, with a slash at its end.</param>
    /// <param name="form">Its parameters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<string?> StartAsync(string job, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        var path = $"{job}buildWithParameters";
        var crumb = await ReadAsync("crumbIssuer/api/json", cancellationToken);
        using var response = await SendAsync(Request, path, cancellationToken, x => RequireParametersAsync(x, job, form.Keys, cancellationToken));
        if (response.StatusCode == HttpStatusCode.NotFound)
            throw new FashionMnistException(ExitCodes.NotFound, $"Jenkins: there is no {path}, or this user may not see it; check --jenkins-job");
        if (response.StatusCode == HttpStatusCode.Conflict)
            throw new FashionMnistException(ExitCodes.Configuration, $"Jenkins: {job} is disabled (409); enable it on its page");
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

    /// <summary>Only its first build teaches a job its parameters; until then Jenkins answers 500, from 2.524 on 400, to whoever names one.</summary>
    private async Task RequireParametersAsync(HttpResponseMessage response, string job, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.InternalServerError or HttpStatusCode.BadRequest))
            return;
        var answer = await ReadAsync($"{job}api/json?tree=property[parameterDefinitions[name]]", cancellationToken);
        if (answer is not { } description)
            return;
        var known = description.GetProperty("property").EnumerateArray()
            .Where(x => x.TryGetProperty("parameterDefinitions", out _))
            .SelectMany(x => x.GetProperty("parameterDefinitions").EnumerateArray())
            .Select(x => x.GetProperty("name").GetString());
        if (names.Except(known).FirstOrDefault() is { } missing)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"Jenkins: {job} does not know the parameter {missing} yet ({(int)response.StatusCode}); it must be built once by hand, which teaches it its parameters");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> create, string path, CancellationToken cancellationToken, Func<HttpResponseMessage, Task>? look = null)
    {
        var waited = TimeSpan.Zero;
        for (var pause = TimeSpan.FromSeconds(2); ; pause = pause < LongestPause ? pause * 2 : pause)
        {
            string problem;
            try
            {
                using var request = create();
                var response = await _client.SendAsync(request, cancellationToken);
                if (look is not null)
                    await look(response);
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
                waited += Patience;
            }

            if (waited >= LongestOutage)
                throw new FashionMnistException(ExitCodes.TryAgain, $"Jenkins: {path}: {problem}, for {LongestOutage.TotalMinutes} minutes");
            if (waited == TimeSpan.Zero)
                Log.Warning("Jenkins: {Path:l}: {Problem:l}; trying again for {Minutes} minutes, a restart takes up to five", path, problem, LongestOutage.TotalMinutes);
            await WaitAsync(pause, cancellationToken);
            // Counted, not read from a clock: what the requests themselves take does not shorten the patience.
            waited += pause;
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
            throw new FashionMnistException(ExitCodes.InputOutput, $"Jenkins: {path}: the answer is {(int)response.StatusCode}");
        }
    }
}
