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

    private static readonly HashSet<string> WrongRegion =
        ["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];

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
            _ when code == "NoSuchBucket" => (ExitCodes.NotFound, "there is no such bucket; check the name and the account"),
            _ when WrongRegion.Contains(code ?? "") =>
                (ExitCodes.Configuration, "the bucket lies in another region; set AWS_REGION to its region"),
            _ when code == "RequestTimeTooSkewed" =>
                (ExitCodes.AccessDenied, "the clock of this machine is wrong (RequestTimeTooSkewed); set the time"),
            _ when status is HttpStatusCode.PreconditionFailed && action == Read =>
                (ExitCodes.InputOutput, "it was changed while it was read; run it again"),
            _ when status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => (ExitCodes.AccessDenied, Denied(e, code)),
            _ => AwsFaults.Describe(e),
        };
        return new FashionMnistException(exitCode, $"{address}: cannot {action}: {why}", e);
    }

    private static string Denied(Exception e, string? code)
    {
        // Only this message is safe and useful to repeat: it names the action and the identity that lacks it.
        var detail = code == "AccessDenied" && e.Message.Length > 0 ? $": {e.Message.ReplaceLineEndings(" ")}" : "";
        return $"access denied ({code ?? "Forbidden"}){detail}; credentials came from {AwsChain.Description}";
    }
}
