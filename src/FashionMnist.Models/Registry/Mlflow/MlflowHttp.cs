using System.Net.Http.Headers;
using FashionMnist.Models.Servers;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// Sends requests to one server and gets whole answers. What may pass is tried again with growing pauses, within the total of <see cref="ServerPatience"/>: every request here may be repeated,
/// see <see cref="MlflowApi"/>.
/// </summary>
internal sealed class MlflowHttp : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client;
    private readonly string _server;
    private readonly TimeProvider _time;
    private readonly MlflowCredentials _credentials;

    public MlflowHttp(Uri server, MlflowCredentials credentials, TimeProvider time, HttpMessageHandler? handler = null)
    {
        // Redirects are not followed: the credentials are for this server, and a POST would silently become a GET.
        _client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = credentials.Header;
        if (credentials.Workspace is { } workspace)
            _client.DefaultRequestHeaders.Add(MlflowCredentials.WorkspaceHeader, workspace);
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FashionMnist", Version()));
        (_server, _time, _credentials) = (server.AbsoluteUri.TrimEnd('/'), time, credentials);
    }

    /// <summary>The address of something on the server, for messages.</summary>
    public string AddressOf(string path) => _server + path;

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query below the server's address; starts with a slash.</param>
    /// <param name="action">What is done, for messages: <c>read</c>.</param>
    /// <param name="content">Makes the body, once for each attempt.</param>
    /// <param name="cancellationToken">Stops between and within attempts.</param>
    /// <returns>The answer, of whatever status.</returns>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.TryAgain"/> without an answer; <see cref="ExitCodes.Configuration"/> with a certificate nobody trusts.
    /// </exception>
    public async Task<MlflowReply> SendAsync(
        HttpMethod method, string path, string action, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        var address = AddressOf(path.Split('?')[0]);
        try
        {
            return await ServerPatience.Current.RunAsync(address, stop => SendAsync(method, path, content, action, stop), cancellationToken);
        }
        catch (SilentServerException e)
        {
            throw new FashionMnistException(ExitCodes.TryAgain, $"{address}: cannot {action}: {e.Message}; run it again", e);
        }
    }

    /// <summary>The answer, if it is a good one.</summary>
    /// <exception cref="FashionMnistException">The server refused what was asked; see <see cref="MlflowErrors"/>.</exception>
    public MlflowReply Require(MlflowReply reply, string action) =>
        reply.IsSuccess ? reply : throw MlflowErrors.Describe(reply, action, _credentials);

    public void Dispose() => _client.Dispose();

    private async Task<MlflowReply> SendAsync(
        HttpMethod method, string path, Func<HttpContent>? content, string action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var pause = FirstPause * Math.Pow(2, attempt - 1);
            try
            {
                using var request = new HttpRequestMessage(method, _server + path) { Content = content?.Invoke() };
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
                var reply = new MlflowReply(
                    AddressOf(path.Split('?')[0]),
                    response.StatusCode,
                    await response.Content.ReadAsByteArrayAsync(cancellationToken),
                    request.Content?.Headers.ContentLength ?? 0);
                if (attempt == Attempts || !MlflowErrors.IsPassing(reply))
                    return reply;
                pause = PauseAskedFor(response) ?? pause;
            }
            catch (Exception e) when (MlflowErrors.IsNetworkFault(e) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts || !MlflowErrors.IsPassing(e))
                    throw MlflowErrors.Describe(AddressOf(path.Split('?')[0]), action, e);
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, cancellationToken);
        }
    }

    private TimeSpan? PauseAskedFor(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow() is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero,
        _ => null,
    };

    private static string Version() => typeof(MlflowHttp).Assembly.GetName().Version?.ToString(3) ?? "0";
}
