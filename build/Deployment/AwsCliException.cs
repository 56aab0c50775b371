namespace FashionMnist.Build.Deployment;

/// <summary>A service that the AWS CLI called has refused something.</summary>
/// <param name="code">The service's error code, for example <c>ValidationError</c>.</param>
/// <param name="message">What the service said, in one line.</param>
internal sealed class AwsCliException(string code, string message) : Exception(message)
{
    /// <summary>The service's error code.</summary>
    public string Code { get; } = code;
}
