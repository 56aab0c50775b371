using System.Text.RegularExpressions;
using FashionMnist.Models;
using FashionMnist.Models.Aws;

namespace FashionMnist.Build.Deployment;

/// <summary>Turns what the AWS CLI prints when it fails into one line and the exit code that fits.</summary>
internal static partial class AwsCliErrors
{
    /// <summary>The failure of a call.</summary>
    /// <param name="operation">The operation as the CLI calls it.</param>
    /// <param name="exitCode">Exit code of the CLI.</param>
    /// <param name="errors">What it printed to standard error.</param>
    /// <returns>A <see cref="FashionMnistException"/>, or an <see cref="AwsCliException"/> where the answer's meaning depends on the call.</returns>
    public static Exception Describe(string operation, int exitCode, string errors)
    {
        var text = Whitespace().Replace(errors, " ").Trim();
        var match = ServiceError().Match(text);
        return match.Success
            ? OfService(operation, match.Groups["code"].Value, match.Groups["message"].Value.TrimEnd('.'))
            : OfClient(operation, exitCode, text);
    }

    /// <summary>A refusal that the caller knows no better words for.</summary>
    public static FashionMnistException Describe(string operation, AwsCliException e) =>
        new(ExitCodes.InputOutput, $"aws {operation}: the service refused it ({e.Code}): {e.Message}", e);

    private static Exception OfService(string operation, string code, string message) => code switch
    {
        "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "UnrecognizedClientException" or "MissingAuthenticationToken" =>
            Denied(operation, $"the credentials are expired or not valid ({code}); they came from {AwsChain.Description}"),
        "SignatureDoesNotMatch" => Denied(
            operation, $"the signature does not match: wrong secret key, or the clock of this machine is wrong; the credentials came from {AwsChain.Description}"),
        _ when code.StartsWith("AccessDenied", StringComparison.Ordinal) || code == "UnauthorizedOperation" => Denied(operation, $"access denied: {message}"),
        "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequestsException" =>
            Passing(operation, $"the service throttles ({code}), also after several attempts"),
        "InternalFailure" or "ServiceUnavailable" or "InternalError" => Passing(operation, $"the service failed ({code})"),
        _ => new AwsCliException(code, message),
    };

    private static FashionMnistException OfClient(string operation, int exitCode, string text) => text switch
    {
        _ when text.Contains("Unable to locate credentials", StringComparison.Ordinal) =>
            Denied(operation, $"no AWS credentials were found; tried {AwsChain.Description}"),
        _ when text.Contains("aws login", StringComparison.Ordinal) => Denied(operation, "the session has expired; run: aws login"),
        _ when text.Contains("SSO", StringComparison.Ordinal) || text.Contains("Token has expired", StringComparison.Ordinal) =>
            Denied(operation, "the single sign-on has expired or never took place; run: aws sso login"),
        _ when text.Contains("You must specify a region", StringComparison.Ordinal) || text.Contains("Invalid endpoint", StringComparison.Ordinal) =>
            new FashionMnistException(ExitCodes.Configuration, $"aws {operation}: no region is configured; set AWS_REGION"),
        _ when text.Contains("could not be found", StringComparison.Ordinal) && text.Contains("profile", StringComparison.Ordinal) =>
            new FashionMnistException(ExitCodes.Configuration, $"aws {operation}: {text}; see AWS_PROFILE"),
        _ when text.Contains("Could not connect", StringComparison.Ordinal) || text.Contains("timeout", StringComparison.OrdinalIgnoreCase)
            || text.Contains("Connection was closed", StringComparison.Ordinal) => Passing(operation, text),
        _ => new FashionMnistException(ExitCodes.InputOutput, $"aws {operation} failed with exit code {exitCode}: {(text.Length > 0 ? text : "it said nothing")}"),
    };

    private static FashionMnistException Denied(string operation, string why) => new(ExitCodes.AccessDenied, $"aws {operation}: {why}");

    private static FashionMnistException Passing(string operation, string why) => new(ExitCodes.TryAgain, $"aws {operation}: {why}; run it again");

    [GeneratedRegex(@"An error occurred \((?<code>[^)]+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: (?<message>.*)")]
    private static partial Regex ServiceError();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
