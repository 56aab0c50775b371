namespace FashionMnist.Models.Aws;

/// <summary>Says where the AWS SDK looks for credentials, for messages about their absence.</summary>
public static class AwsChain
{
    /// <summary>The chain as it is configured now.</summary>
    public static string Description
    {
        get
        {
            var profile = Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } name ? name : "default";
            return $"the AWS chain: environment variables, web identity, profile '{profile}' (keys, assume-role, SSO), "
                + "container role, instance role";
        }
    }
}
