using Amazon.ECR;
using Amazon.Runtime;
using FashionMnist.Models;

namespace FashionMnist.Build.Ecr;

/// <summary>Makes ECR clients: AWS itself, or the endpoint named by AWS_ENDPOINT_URL_ECR or AWS_ENDPOINT_URL.</summary>
internal static class EcrClients
{
    private const int Attempts = 5;

    /// <summary>A client with the region and the credentials of the SDK's default chain.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> without a region, <see cref="ExitCodes.AccessDenied"/> without credentials.</exception>
    public static IAmazonECR Create()
    {
        try
        {
            var config = new AmazonECRConfig();
            if (Environment.GetEnvironmentVariable("AWS_RETRY_MODE") is null)
                config.RetryMode = RequestRetryMode.Standard;
            if (Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS") is null)
                config.MaxErrorRetry = Attempts - 1;
            // An endpoint of one's own has no region in its name, and the signature needs one.
            if (Endpoint() is { } endpoint)
            {
                config.ServiceURL = endpoint;
                config.AuthenticationRegion = Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? "us-east-1";
            }

            return new AmazonECRClient(config);
        }
        catch (AmazonClientException e)
        {
            throw EcrErrors.Describe("connect", e);
        }
    }

    private static string? Endpoint() => Variable("AWS_ENDPOINT_URL_ECR") ?? Variable("AWS_ENDPOINT_URL");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
