using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>Turns what S3 and the SDK say into one line without secrets and the exit code that fits.</summary>
public static class S3Errors
{
    /// <summary>What is done when an object is read.</summary>
    internal const string Read = "read";

    private const string NoS3 = "the answer is none of an S3 server; check AWS_ENDPOINT_URL_S3 and proxies";

    // Codes of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html whose meaning no HTTP status tells, or that other servers give with another one.
    private static readonly Dictionary<string, (int ExitCode, string Why)> Codes = new(StringComparer.Ordinal)
    {
        ["NoSuchBucket"] = (ExitCodes.NotFound, "there is no such bucket; check the name and the account"),
        ["PermanentRedirect"] = WrongRegion,
        ["AuthorizationHeaderMalformed"] = WrongRegion,
        ["IllegalLocationConstraintException"] = WrongRegion,
        ["RequestTimeTooSkewed"] = (ExitCodes.AccessDenied, "the clock of this machine is wrong (RequestTimeTooSkewed); set the time"),
        ["ExpiredToken"] = Expired("ExpiredToken"),
        ["ExpiredTokenException"] = Expired("ExpiredTokenException"),
        ["TokenRefreshRequired"] = Expired("TokenRefreshRequired"),
        ["RequestExpired"] = Expired("RequestExpired"),
        ["InvalidToken"] = Wrong("InvalidToken"),
        ["InvalidAccessKeyId"] = Wrong("InvalidAccessKeyId"),
        ["InvalidSecurity"] = Wrong("InvalidSecurity"),
        ["SignatureDoesNotMatch"] = Wrong("SignatureDoesNotMatch"),
        ["UnrecognizedClientException"] = Wrong("UnrecognizedClientException"),
        ["AccountProblem"] = Wrong("AccountProblem"),
        ["NotSignedUp"] = Wrong("NotSignedUp"),
        ["InvalidObjectState"] = (ExitCodes.InputOutput, "the object is archived; restore it first (aws s3api restore-object) and wait until that is done"),
        ["NotImplemented"] = (ExitCodes.Configuration, "the server does not know this request (NotImplemented); use one that keeps versions and knows conditional writes"),
        ["MethodNotAllowed"] = (ExitCodes.InputOutput, "the server does not allow it for this object (MethodNotAllowed)"),
    };

    private static (int ExitCode, string Why) WrongRegion => (ExitCodes.Configuration, "the bucket lies in another region; set AWS_REGION to its region");

    /// <summary>Runs a call.</summary>
    /// <param name="address">What it is about.</param>
    /// <param name="action">What is done, as it follows "cannot".</param>
    /// <param name="work">The call.</param>
    /// <param name="cancellationToken">Its cancellation is not a failure of the service.</param>
    /// <exception cref="FashionMnistException">The call failed.</exception>
    public static async Task<T> GuardAsync<T>(string address, string action, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (AwsFaults.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw Describe(address, action, e);
        }
    }

    internal static bool IsMissing(AmazonS3Exception e) =>
        e.ErrorCode is "NoSuchKey" or "NoSuchVersion" || (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket");

    /// <summary>A version id that the server cannot even read is one that it does not have.</summary>
    internal static bool IsMissingVersion(AmazonS3Exception e) =>
        IsMissing(e) || (e.StatusCode == HttpStatusCode.BadRequest && e.ErrorCode is "InvalidArgument" or "BadRequest");

    internal static FashionMnistException Describe(string address, string action, Exception e)
    {
        var code = (e as AmazonServiceException)?.ErrorCode;
        var status = (e as AmazonServiceException)?.StatusCode ?? 0;
        var (exitCode, why) = e switch
        {
            _ when code is not null && Codes.TryGetValue(code, out var known) => known,
            AmazonUnmarshallingException => (ExitCodes.InputOutput, NoS3),
            _ when (int)status is >= 300 and < 400 => (ExitCodes.InputOutput, $"the server sends to another address (HTTP {(int)status}), which is not followed; {NoS3}"),
            _ when status is HttpStatusCode.PreconditionFailed && action == Read =>
                (ExitCodes.InputOutput, "it was changed while it was read; run it again"),
            _ when status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => (ExitCodes.AccessDenied, Denied(e, code)),
            _ => AwsFaults.Describe(e),
        };
        return new FashionMnistException(exitCode, $"{address}: cannot {action}: {why}", e);
    }

    /// <summary>Demands what every S3 server says of an upload, its id or an entity tag; a web server in its place says 200 as well.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.InputOutput"/> if there is none.</exception>
    internal static void RequireAnswer(S3Address location, string? answer)
    {
        if (string.IsNullOrEmpty(answer))
            throw new FashionMnistException(ExitCodes.InputOutput, $"{location}: cannot write: {NoS3}");
    }

    private static (int ExitCode, string Why) Expired(string code) =>
        (ExitCodes.AccessDenied, $"the credentials have expired ({code}); get new ones; they came from {AwsChain.Description}");

    private static (int ExitCode, string Why) Wrong(string code) =>
        (ExitCodes.AccessDenied, $"access denied: the credentials are not accepted ({code}); they came from {AwsChain.Description}");

    private static string Denied(Exception e, string? code)
    {
        // Only this message is safe and useful to repeat: it names the action and the identity that lacks it.
        var detail = code == "AccessDenied" && e.Message.Length > 0 ? $": {e.Message.ReplaceLineEndings(" ")}" : "";
        return $"access denied ({code ?? "Forbidden"}){detail}; credentials came from {AwsChain.Description}";
    }
}
