using Amazon.Runtime;
using Amazon.S3;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Tests.Storage.S3;

public sealed class S3ClientsTests
{
    private static readonly BasicAWSCredentials Credentials = new("key", "secret");

    [Fact]
    public void A_custom_endpoint_gets_path_style_addresses_and_no_checksum_trailers()
    {
        using var client = S3Clients.Create(
            Credentials, Environment(("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000"), ("AWS_REGION", "eu-west-1")));
        var config = Assert.IsType<AmazonS3Config>(client.Config);
        Assert.Equal("http://127.0.0.1:9000/", config.ServiceURL);
        Assert.True(config.ForcePathStyle);
        Assert.Equal("eu-west-1", config.AuthenticationRegion);
        Assert.Equal(RequestChecksumCalculation.WHEN_REQUIRED, config.RequestChecksumCalculation);
        Assert.Equal(ResponseChecksumValidation.WHEN_REQUIRED, config.ResponseChecksumValidation);
        Assert.Equal((RequestRetryMode.Standard, 4), (config.RetryMode, config.MaxErrorRetry));
    }

    [Fact]
    public void The_endpoint_of_s3_wins_over_the_one_of_all_services()
    {
        Assert.Equal(
            "http://b", S3Clients.CustomEndpoint(Environment(("AWS_ENDPOINT_URL", "http://a"), ("AWS_ENDPOINT_URL_S3", "http://b"))));
        Assert.Equal("http://a", S3Clients.CustomEndpoint(Environment(("AWS_ENDPOINT_URL", "http://a"), ("AWS_ENDPOINT_URL_S3", ""))));
        Assert.Null(S3Clients.CustomEndpoint(
            Environment(("AWS_ENDPOINT_URL", "http://a"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"))));
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_a_configuration_error()
    {
        var error = Assert.Throws<FashionMnistException>(
            () => S3Clients.Create(Credentials, Environment(("AWS_ENDPOINT_URL_S3", "localhost:9000"))));
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
    }

    [Fact]
    public void Aws_itself_keeps_the_checksums_of_the_sdk()
    {
        using var client = S3Clients.Create(Credentials, Environment(), c =>
        {
            c.RegionEndpoint = Amazon.RegionEndpoint.EUWest1;
            // The SDK reads the endpoint variables of the real environment, which may name a test server.
            c.IgnoreConfiguredEndpointUrls = true;
        });
        Assert.Equal(RequestChecksumCalculation.WHEN_SUPPORTED, client.Config.RequestChecksumCalculation);
        Assert.True(string.IsNullOrEmpty(client.Config.ServiceURL));
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
