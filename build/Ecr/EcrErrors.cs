using System.Net;
using System.Net.Sockets;
using Amazon.ECR.Model;
using Amazon.Runtime;
using FashionMnist.Models;
using FashionMnist.Models.Aws;

namespace FashionMnist.Build.Ecr;

/// <summary>Turns what ECR, its registry and the SDK say into one line without secrets and the exit code that fits.</summary>
internal static class EcrErrors
{
    private static readonly HashSet<string> Expired =
        ["ExpiredTokenException", "ExpiredToken", "UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationTokenException"];

    private static readonly HashSet<string> Throttled = ["ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"];

    /// <summary>Runs a call.</summary>
    /// <param name="action">What is done, as it follows "cannot".</param>
    /// <param name="work">The call.</param>
    /// <param name="cancellationToken">Its cancellation is not a failure of the service.</param>
    /// <exception cref="FashionMnistException">The call failed; answers with a meaning of their own, such as a missing repository, pass.</exception>
    public static async Task<T> GuardAsync<T>(string action, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not (RepositoryNotFoundException or RepositoryAlreadyExistsException or ImageNotFoundException or LifecyclePolicyNotFoundException)
            && IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw Describe(action, e);
        }
    }

    internal static FashionMnistException Describe(string action, Exception e)
    {
        var code = (e as AmazonServiceException)?.ErrorCode ?? "";
        var status = (e as AmazonServiceException)?.StatusCode ?? (e as HttpRequestException)?.StatusCode ?? 0;
        var (exitCode, why) = e switch
        {
            _ when Expired.Contains(code) => (
                ExitCodes.AccessDenied, $"the credentials are expired or not valid ({code}); they came from {AwsChain.Description}"),
            _ when code == "InvalidSignatureException" => (
                ExitCodes.AccessDenied, $"the signature does not match: wrong secret key, or the clock of this machine is wrong; the credentials came from {AwsChain.Description}"),
            _ when Throttled.Contains(code) => (ExitCodes.TryAgain, $"the service throttles ({code}); run it again"),
            _ when code.Length > 0 && code.StartsWith("AccessDenied", StringComparison.Ordinal) || status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => (
                ExitCodes.AccessDenied, $"access denied ({(code.Length > 0 ? code : $"HTTP {(int)status}")}): {OneLine(e)}; the credentials came from {AwsChain.Description}"),
            _ when (int)status >= 500 || IsConnection(e) => (ExitCodes.TryAgain, $"the service or the network failed ({(code.Length > 0 ? code : Name(e))}); run it again"),
            _ when code.Length > 0 => (ExitCodes.InputOutput, $"the service refused it ({code}): {OneLine(e)}"),
            _ when e.Message.Contains("RegionEndpoint", StringComparison.Ordinal) => (ExitCodes.Configuration, "no region is configured; set AWS_REGION"),
            AmazonClientException => (ExitCodes.AccessDenied, $"no AWS credentials were found; tried {AwsChain.Description}"),
            _ => (ExitCodes.InputOutput, OneLine(e)),
        };
        return new FashionMnistException(exitCode, $"ECR: cannot {action}: {why}", e);
    }

    private static bool IsFailure(Exception e) => e is AmazonClientException or AmazonServiceException || IsConnection(e);

    private static bool IsConnection(Exception? e) =>
        e is HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException
        || (e?.InnerException is not null && IsConnection(e.InnerException));

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.');

    private static string Name(Exception e) => e.InnerException is { } inner ? Name(inner) : e is SocketException s ? s.SocketErrorCode.ToString() : e.GetType().Name;
}
