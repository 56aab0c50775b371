using System.Net;
using System.Security.Authentication;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>Turns what an MLflow server and the network say into one line without secrets and the exit code that fits.</summary>
internal static class MlflowErrors
{
    // The names are those of mlflow/protos/databricks.proto.
    public const string DoesNotExist = "RESOURCE_DOES_NOT_EXIST";
    public const string AlreadyExists = "RESOURCE_ALREADY_EXISTS";
    public const string InvalidParameter = "INVALID_PARAMETER_VALUE";
    private const string InvalidState = "INVALID_STATE";

    /// <summary>Whether the same request may work later. INVALID_STATE comes with status 500 and never passes.</summary>
    public static bool IsPassing(MlflowReply reply) =>
        reply.ErrorCode != InvalidState
        && reply.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public static bool IsNetworkFault(Exception e) => e is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>A certificate that nobody trusts stays so.</summary>
    public static bool IsPassing(Exception e) => e is not HttpRequestException { InnerException: AuthenticationException };

    public static FashionMnistException Describe(MlflowReply reply, string action, MlflowCredentials credentials)
    {
        var (exitCode, why) = reply.Status switch
        {
            HttpStatusCode.Forbidden when reply.Says("Invalid Host header") =>
                (ExitCodes.Configuration, "the server does not answer to this host name, whoever asks; let it be started with --allowed-hosts and this name"),
            HttpStatusCode.RequestEntityTooLarge =>
                (ExitCodes.Configuration, $"a server in between takes no body of {reply.SentBytes} bytes ({Name(reply)}); raise its limit (nginx: client_max_body_size, 1 MB by default)"),
            HttpStatusCode.BadRequest when reply.Says("plain HTTP request was sent to HTTPS port") =>
                (ExitCodes.Configuration, "the server speaks https and was asked by http; write https in its address"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                (ExitCodes.AccessDenied, $"access denied ({Name(reply)}){Words(reply)}; credentials: {credentials.Source}"),
            _ when IsPassing(reply) => (ExitCodes.TryAgain, $"the server failed ({Name(reply)}){Words(reply)}; run it again"),
            _ when reply.ErrorCode == DoesNotExist => (ExitCodes.NotFound, $"it does not exist{Words(reply)}"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
                (ExitCodes.Configuration, $"the server has no such function ({Name(reply)}); check the address, and that it is MLflow 2.9 or newer"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                (ExitCodes.Configuration, $"the server sends elsewhere ({Name(reply)}), and credentials are sent nowhere else; give its final address"),
            _ => (ExitCodes.InputOutput, $"the server refused it ({Name(reply)}){Words(reply)}"),
        };
        return new FashionMnistException(exitCode, $"{reply.Address}: cannot {action}: {why}");
    }

    public static FashionMnistException Describe(string address, string action, Exception e)
    {
        var name = e switch
        {
            OperationCanceledException => "no answer in time",
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } h => $"{h.HttpRequestError}",
            _ => (e.InnerException ?? e).GetType().Name,
        };
        if (e is HttpRequestException { InnerException: AuthenticationException tls } && !tls.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase))
            return new FashionMnistException(
                ExitCodes.Configuration, $"{address}: cannot {action}: what answers there does not speak https; check the address, http may be meant", e);
        return IsPassing(e)
            ? new FashionMnistException(ExitCodes.TryAgain, $"{address}: cannot {action}: the server cannot be reached or broke off ({name}); check the address, or run it again", e)
            : new FashionMnistException(
                ExitCodes.Configuration, $"{address}: cannot {action}: the server's certificate is not trusted; add its authority to the system's, or name it in SSL_CERT_FILE", e);
    }

    private static string Name(MlflowReply reply) => reply.ErrorCode.Length > 0 ? reply.ErrorCode : $"HTTP {(int)reply.Status}";

    private static string Words(MlflowReply reply) => reply.ErrorMessage.Length > 0 ? $": {reply.ErrorMessage}" : "";
}
