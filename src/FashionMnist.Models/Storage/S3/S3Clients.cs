using Amazon.Runtime;
using Amazon.S3;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Storage.S3;

/// <summary>Makes S3 clients: AWS itself, or the endpoint named by AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL.</summary>
public static class S3Clients
{
    private const string EndpointVariable = "AWS_ENDPOINT_URL_S3";

    // The SDK's 8 KiB make a call of the operating system out of every two pages of a model.
    private const int BufferBytes = 256 * 1024;

    /// <summary>A client. Credentials come from the SDK's default chain unless given.</summary>
    /// <param name="credentials">Default: environment, profile, SSO, web identity, container or instance role, whatever is there
    /// first.</param>
    /// <param name="environment">Reads an environment variable; default: the process's.</param>
    /// <param name="configure">Last word on the configuration, for tests.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if no region is configured.</exception>
    public static IAmazonS3 Create(
        AWSCredentials? credentials = null, Func<string, string?>? environment = null, Action<AmazonS3Config>? configure = null)
    {
        AwsCredentialClients.Keep();
        environment ??= Environment.GetEnvironmentVariable;
        var config = new AmazonS3Config { BufferSize = BufferBytes };
        if (AwsEndpoints.Apply(config, EndpointVariable, environment))
            SuitOtherServers(config);
        configure?.Invoke(config);

        try
        {
            return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw S3Errors.Describe("AWS S3", "connect", e);
        }
    }

    /// <summary>The endpoint the environment names instead of AWS, or <see langword="null"/>.</summary>
    public static string? CustomEndpoint(Func<string, string?>? environment = null) =>
        AwsEndpoints.Custom(EndpointVariable, environment ?? Environment.GetEnvironmentVariable);

    private static void SuitOtherServers(AmazonS3Config config)
    {
        config.ForcePathStyle = true;

        // Ceph RGW answers the checksum trailers that AWS asks for by default with XAmzContentSHA256Mismatch.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        config.HttpClientFactory = new PlainHttpClientFactory();
    }

    /// <summary>
    /// Without "Expect: 100-continue": after a refused upload some servers leave its body on the kept connection,
    /// where it is taken for the next request.
    /// </summary>
    private sealed class PlainHttpClientFactory : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new NoExpectation { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
    }

    private sealed class NoExpectation : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = false;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
