using Amazon.Runtime;

namespace FashionMnist.Models.Aws;

/// <summary>What all AWS clients of this solution have in common: retries, and the endpoint the environment names instead of AWS.</summary>
internal static class AwsEndpoints
{
    /// <summary>The variable that names the endpoint of all services.</summary>
    public const string CommonVariable = "AWS_ENDPOINT_URL";

    private const int Attempts = 5;
    private const string DefaultSigningRegion = "us-east-1";

    /// <summary>Sets retries and, if the environment names one, the endpoint.</summary>
    /// <param name="config">Configuration of a client.</param>
    /// <param name="variable">The service's own variable, for example <c>AWS_ENDPOINT_URL_S3</c>.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Whether it is a custom endpoint.</returns>
    public static bool Apply(ClientConfig config, string variable, Func<string, string?> environment)
    {
        AwsPatience.Register();
        if (environment("AWS_RETRY_MODE") is null)
            config.RetryMode = RequestRetryMode.Standard;
        if (environment("AWS_MAX_ATTEMPTS") is null)
            config.MaxErrorRetry = Attempts - 1;
        if (Custom(variable, environment) is not { } endpoint)
            return false;

        config.ServiceURL = endpoint;
        config.AuthenticationRegion =
            NonEmpty(environment("AWS_REGION")) ?? NonEmpty(environment("AWS_DEFAULT_REGION")) ?? DefaultSigningRegion;
        return true;
    }

    /// <summary>The endpoint the environment names instead of AWS, or <see langword="null"/>.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if it is not an address.</exception>
    public static string? Custom(string variable, Func<string, string?> environment)
    {
        if (string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            return null;

        var endpoint = NonEmpty(environment(variable)) ?? NonEmpty(environment(CommonVariable));
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new FashionMnistException(
                ExitCodes.Configuration, $"{variable} or {CommonVariable} is not an address: use for example http://127.0.0.1:9000");
        return endpoint;
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
