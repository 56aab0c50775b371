using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using FashionMnist.Models.Servers;

namespace FashionMnist.Models.Aws;

/// <summary>What failures of all AWS services have in common.</summary>
internal static class AwsFaults
{
    private static readonly HashSet<string> Passing =
    [
        "SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "TooManyUpdates", "RequestTimeout", "InternalError",
        "InternalServerError", "ServiceUnavailable", "RequestLimitExceeded",
        // Other bytes came than were signed: the network changed them.
        "BadDigest", "XAmzContentSHA256Mismatch",
    ];

    /// <summary>Whether it is a failure of a service, of the SDK or of the network.</summary>
    public static bool IsFailure(Exception e) =>
        e is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or SocketException
            or OperationCanceledException or TimeoutException;

    /// <summary>Whether the same call may work later.</summary>
    public static bool IsPassing(Exception e) =>
        e switch
        {
            AmazonServiceException s when s.StatusCode != 0 =>
                (int)s.StatusCode >= 500 || s.StatusCode == HttpStatusCode.TooManyRequests || Passing.Contains(s.ErrorCode ?? ""),
            IOException or HttpRequestException or SocketException or OperationCanceledException or TimeoutException => true,
            _ => e.InnerException is not null && IsPassing(e.InnerException),
        };

    /// <summary>Exit code and reason of a failure that no service explains in its own words.</summary>
    public static (int ExitCode, string Why) Describe(Exception e)
    {
        var status = (e as AmazonServiceException)?.StatusCode ?? 0;
        return e switch
        {
            _ when Silence(e) is { } silence => (ExitCodes.TryAgain, $"{silence.Message}; run it again"),
            _ when IsPassing(e) => (ExitCodes.TryAgain, $"the server or the network failed ({Name(e)}); run it again"),
            _ when status != 0 => (ExitCodes.InputOutput, $"the server refused it ({Name(e)})"),
            _ when e.Message.Contains("RegionEndpoint", StringComparison.Ordinal) =>
                (ExitCodes.Configuration, "no region is configured; set AWS_REGION"),
            AmazonClientException => (ExitCodes.AccessDenied, $"no AWS credentials were found; tried {AwsChain.Description}"),
            _ => (ExitCodes.InputOutput, Name(e)),
        };
    }

    /// <summary>The shortest name of a failure: error code, HTTP status or what the network did.</summary>
    public static string Name(Exception e) => e switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => code,
        AmazonServiceException { StatusCode: not 0 } s => $"HTTP {(int)s.StatusCode}",
        _ => NameOf(e.InnerException ?? e),
    };

    private static string NameOf(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => $"{http.HttpRequestError}",
        SocketException socket => $"{socket.SocketErrorCode}",
        TimeoutException or OperationCanceledException => "no answer in time",
        EndOfStreamException => "the answer broke off",
        HttpRequestException or IOException => "the connection broke",
        _ => e.Message.ReplaceLineEndings(" ").TrimEnd('.'),
    };

    private static SilentServerException? Silence(Exception e) => e as SilentServerException ?? (e.InnerException is { } inner ? Silence(inner) : null);
}
