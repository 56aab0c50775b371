using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using FashionMnist.Models;

namespace FashionMnist.Build.Images;

/// <summary>Turns what a container engine and its client say into one line and the exit code that fits.</summary>
internal static class EngineErrors
{
    private static readonly string[] DiskIsFull = ["no space left on device", "disk quota exceeded"];

    private static readonly string[] Passing =
    [
        "connection reset", "connection refused", "broken pipe", "EOF", "timeout", "TOOMANYREQUESTS", "too many requests", "Rate exceeded",
        "received unexpected HTTP status: 5", "temporarily unavailable",
    ];

    private static readonly string[] Unauthorized =
        ["no basic auth credentials", "unauthorized", "authentication required", "denied:", "authorization token has expired", "403 Forbidden"];

    private static readonly string[] Unreachable = ["pull access denied", "manifest unknown", "not found", "no such host", "dial tcp", "name resolution"];

    /// <summary>Runs an action of the engine.</summary>
    /// <param name="address">Address of the engine.</param>
    /// <param name="action">What is done, as it follows "cannot", for example <c>build the image</c>.</param>
    /// <param name="work">The action.</param>
    /// <param name="cancellationToken">Its cancellation is not an error of the engine.</param>
    /// <exception cref="FashionMnistException">The engine failed.</exception>
    public static async Task<T> GuardAsync<T>(string address, string action, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw Describe(address, action, e);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}"/>
    public static Task GuardAsync(string address, string action, Func<Task> work, CancellationToken cancellationToken) =>
        GuardAsync(
            address,
            action,
            async () =>
            {
                await work();
                return true;
            },
            cancellationToken);

    /// <summary>What an exception of the client means.</summary>
    public static FashionMnistException Describe(string address, string action, Exception e)
    {
        var (exitCode, why) = e switch
        {
            DockerApiException api => Meaning(Reply(api), (int)api.StatusCode >= 500),
            _ when Socket(e) is { SocketErrorCode: SocketError.AccessDenied } => (
                ExitCodes.AccessDenied, "this user may not open its socket; add the user to the group docker, or run as one that may"),
            _ when Socket(e) is not null => (
                ExitCodes.Configuration, "nobody answers there; start the Docker engine, or name another with --docker-host"),
            _ => (ExitCodes.TryAgain, $"the connection broke ({Innermost(e).Message.ReplaceLineEndings(" ").TrimEnd('.')}); run it again"),
        };
        return new FashionMnistException(exitCode, $"Docker engine {address}: cannot {action}: {why}", e);
    }

    /// <summary>What a message means that the engine sent in place of an exception.</summary>
    public static FashionMnistException Reported(string address, string action, string message)
    {
        var (exitCode, why) = Meaning(message.ReplaceLineEndings(" ").Trim(), unclear: false);
        return new FashionMnistException(exitCode, $"Docker engine {address}: cannot {action}: {why}");
    }

    private static (int ExitCode, string Why) Meaning(string message, bool unclear) => message switch
    {
        _ when Says(message, DiskIsFull) => (
            ExitCodes.InputOutput, $"its disk is full ({message}); make room, for example with `docker system prune`, and run it again"),
        _ when message.Contains("API version", StringComparison.OrdinalIgnoreCase) || message.Contains("client version", StringComparison.OrdinalIgnoreCase) => (
            ExitCodes.Configuration, $"it speaks another version of the API ({message}); update the engine"),
        _ when Says(message, Unauthorized) && !Says(message, ["pull access denied"]) => (ExitCodes.AccessDenied, $"access denied ({message})"),
        _ when Says(message, Passing) => (ExitCodes.TryAgain, $"{message}; run it again"),
        _ when Says(message, Unreachable) => (ExitCodes.NotFound, message),
        _ => (unclear ? ExitCodes.TryAgain : ExitCodes.InputOutput, message),
    };

    private static bool Says(string message, string[] signs) => signs.Any(x => message.Contains(x, StringComparison.OrdinalIgnoreCase));

    private static string Reply(DockerApiException e)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(e.ResponseBody);
            return document.RootElement.GetProperty("message").GetString()!.ReplaceLineEndings(" ").Trim();
        }
        catch (Exception x) when (x is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            return e.StatusCode == HttpStatusCode.NotFound ? "it knows nothing of this" : $"HTTP {(int)e.StatusCode}";
        }
    }

    private static bool IsFailure(Exception e) =>
        e is DockerApiException or HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException
            // Half an answer.
            or Newtonsoft.Json.JsonException;

    private static SocketException? Socket(Exception? e) => e as SocketException ?? (e is null ? null : Socket(e.InnerException));

    private static Exception Innermost(Exception e) => e.InnerException is null ? e : Innermost(e.InnerException);
}
