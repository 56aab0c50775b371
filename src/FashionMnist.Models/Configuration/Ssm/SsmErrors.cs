using System.Net;
using Amazon.Runtime;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>Turns what SSM and the SDK say into one line without secrets and the exit code that fits.</summary>
internal static class SsmErrors
{
    private static readonly HashSet<string> Denied =
        ["AccessDeniedException", "AccessDenied", "NotAuthorized", "OptInRequired"];

    private static readonly HashSet<string> WrongCredentials =
    [
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "IncompleteSignature",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "ExpiredToken", "ExpiredTokenException", "RequestExpired",
    ];

    private static readonly HashSet<string> WrongRequest =
    [
        "ValidationException", "InvalidKeyId", "ParameterPatternMismatchException", "HierarchyLevelLimitExceededException",
        "HierarchyTypeMismatchException", "ParameterLimitExceeded", "ParameterMaxVersionLimitExceeded", "UnsupportedParameterType",
    ];

    /// <summary>Runs calls of SSM.</summary>
    /// <param name="path">What is read or written.</param>
    /// <param name="intent">What the user wanted, for example <c>read the configuration</c>.</param>
    /// <param name="action">The IAM action it needs.</param>
    /// <param name="work">The calls.</param>
    public static T Guard<T>(string path, string intent, string action, Func<Task<T>> work)
    {
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (Exception e) when (AwsFaults.IsFailure(e))
        {
            throw Describe(path, intent, action, e);
        }
    }

    public static FashionMnistException Describe(string path, string intent, string action, Exception e)
    {
        var code = (e as AmazonServiceException)?.ErrorCode ?? "";
        var status = (e as AmazonServiceException)?.StatusCode ?? 0;
        var (exitCode, why) = e switch
        {
            _ when Denied.Contains(code) => (ExitCodes.AccessDenied, $"access denied to {action}{Detail(e)}; credentials came from {AwsChain.Description}"),
            _ when WrongCredentials.Contains(code) || status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                (ExitCodes.AccessDenied, $"{action}: the credentials are not accepted ({AwsFaults.Name(e)}); they came from {AwsChain.Description}"),
            // Here the message of the service says which name, key or limit it is; it repeats no value.
            _ when WrongRequest.Contains(code) => (ExitCodes.Configuration, $"{action} refuses it ({code}{Detail(e)})"),
            _ when AwsFaults.IsPassing(e) && code.Contains("Throttl", StringComparison.Ordinal) =>
                (ExitCodes.TryAgain, $"{action} is throttled even after several attempts ({code}); run it again later"),
            _ => AwsFaults.Describe(e),
        };
        return new FashionMnistException(exitCode, $"{path}: cannot {intent}: {why}", e);
    }

    private static string Detail(Exception e) => e.Message.Length > 0 ? $": {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}" : "";
}
