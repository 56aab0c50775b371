using System.Diagnostics.CodeAnalysis;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace FashionMnist.Models.Aws;

/// <summary>
/// Keeps the clients that the AWS chain looks up by name for assume-role and SSO. A program compiled ahead of time would lose them, and then
/// find no credentials where the same program on the usual runtime finds them.
/// </summary>
internal static class AwsCredentialClients
{
    private const DynamicallyAccessedMemberTypes Used =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>Does nothing; calling it is what keeps them.</summary>
    [DynamicDependency(Used, typeof(AmazonSecurityTokenServiceClient))]
    [DynamicDependency(Used, typeof(AmazonSecurityTokenServiceConfig))]
    [DynamicDependency(Used, typeof(AmazonSSOClient))]
    [DynamicDependency(Used, typeof(AmazonSSOConfig))]
    [DynamicDependency(Used, typeof(AmazonSSOOIDCClient))]
    [DynamicDependency(Used, typeof(AmazonSSOOIDCConfig))]
    public static void Keep()
    {
    }
}
