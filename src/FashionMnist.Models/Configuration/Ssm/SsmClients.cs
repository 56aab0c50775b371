using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>Makes SSM clients: AWS itself, or the endpoint named by AWS_ENDPOINT_URL_SSM or AWS_ENDPOINT_URL.</summary>
internal static class SsmClients
{
    public const string EndpointVariable = "AWS_ENDPOINT_URL_SSM";

    /// <summary>Every answer is small; whoever has none by then is not reachable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A client with the credentials of the SDK's default chain. The SDK repeats what is throttled, with growing pauses.</summary>
    public static IAmazonSimpleSystemsManagement Create(Func<string, string?> environment)
    {
        AwsCredentialClients.Keep();
        var config = new AmazonSimpleSystemsManagementConfig { Timeout = Patience };
        AwsEndpoints.Apply(config, EndpointVariable, environment);
        try
        {
            return new AmazonSimpleSystemsManagementClient(config);
        }
        catch (AmazonClientException e)
        {
            throw SsmErrors.Describe("AWS SSM", "connect", "ssm", e);
        }
    }
}
