using Amazon.Runtime;
using Amazon.S3;

namespace FashionMnist.Models.Storage.S3;

/// <summary>Makes S3 clients: AWS itself, or the endpoint named by AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL.</summary>
public static class S3Clients
{
    private const int Attempts = 5;
    private const string DefaultSigningRegion = "us-east-1";

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
        var config = new AmazonS3Config();
        if (environment("AWS_RETRY_MODE") is null)
            config.RetryMode = RequestRetryMode.Standard;
        if (environment("AWS_MAX_ATTEMPTS") is null)
            config.MaxErrorRetry = Attempts - 1;
        if (CustomEndpoint(environment) is { } endpoint)
            UseCustomEndpoint(config, endpoint, environment);
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
    public static string? CustomEndpoint(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            return null;

        var endpoint = NonEmpty(environment("AWS_ENDPOINT_URL_S3")) ?? NonEmpty(environment("AWS_ENDPOINT_URL"));
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new FashionMnistException(
                ExitCodes.Configuration,
                "AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is not an address: use for example http://127.0.0.1:9000");
        return endpoint;
    }

    private static void UseCustomEndpoint(AmazonS3Config config, string endpoint, Func<string, string?> environment)
    {
        config.ServiceURL = endpoint;
        config.ForcePathStyle = true;
        config.AuthenticationRegion =
            NonEmpty(environment("AWS_REGION")) ?? NonEmpty(environment("AWS_DEFAULT_REGION")) ?? DefaultSigningRegion;

        // Ceph RGW answers the checksum trailers that AWS asks for by default with XAmzContentSHA256Mismatch.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        config.HttpClientFactory = new PlainHttpClientFactory();
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

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
