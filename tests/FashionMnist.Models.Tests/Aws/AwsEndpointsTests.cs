using Amazon.Runtime;
using Amazon.SecurityToken;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Tests.Aws;

public sealed class AwsEndpointsTests
{
    private const string Variable = "AWS_ENDPOINT_URL_STS";
    private const int RetriesBefore = 9;

    [Fact]
    public void Retries_are_ours_unless_the_environment_says_otherwise()
    {
        Assert.Equal((RequestRetryMode.Standard, 4), Retries());
        Assert.Equal((RequestRetryMode.Adaptive, 4), Retries(("AWS_RETRY_MODE", "adaptive")));
        Assert.Equal((RequestRetryMode.Standard, RetriesBefore), Retries(("AWS_MAX_ATTEMPTS", "3")));
    }

    [Theory]
    [InlineData("eu-west-3", "eu-north-1", "eu-west-3")]
    [InlineData(" ", "eu-north-1", "eu-north-1")]
    [InlineData(null, null, "us-east-1")]
    public void A_custom_endpoint_is_signed_for_the_region_of_the_environment(string? region, string? defaultRegion, string expected)
    {
        var config = Config();

        Assert.True(AwsEndpoints.Apply(
            config, Variable, Environment((Variable, "http://127.0.0.1:9000"), ("AWS_REGION", region), ("AWS_DEFAULT_REGION", defaultRegion))));

        Assert.Equal(expected, config.AuthenticationRegion);
        Assert.Equal("http://127.0.0.1:9000/", new Uri(config.ServiceURL).ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("https://store.example.org")]
    public void Both_schemes_of_the_web_are_addresses(string address) =>
        Assert.Equal(address, AwsEndpoints.Custom(Variable, Environment((AwsEndpoints.CommonVariable, address))));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("ftp://127.0.0.1")]
    public void Anything_else_is_refused_by_the_name_of_the_variable(string address)
    {
        var problem = Assert.Throws<FashionMnistException>(() => AwsEndpoints.Custom(Variable, Environment((Variable, address))));

        Assert.Equal(
            (ExitCodes.Configuration, $"{Variable} or AWS_ENDPOINT_URL is not an address: use for example http://127.0.0.1:9000"),
            (problem.ExitCode, problem.Message));
    }

    private static (RequestRetryMode Mode, int Retries) Retries(params (string Name, string? Value)[] variables)
    {
        var config = Config();
        Assert.False(AwsEndpoints.Apply(config, Variable, Environment(variables)));
        return (config.RetryMode, config.MaxErrorRetry);
    }

    private static AmazonSecurityTokenServiceConfig Config() => new() { RetryMode = RequestRetryMode.Adaptive, MaxErrorRetry = RetriesBefore };

    private static Func<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(x => x.Name == name).Value;
}
