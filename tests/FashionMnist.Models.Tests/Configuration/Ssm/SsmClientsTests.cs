using Amazon.Runtime;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

public sealed class SsmClientsTests
{
    [Fact]
    public void The_endpoint_of_SSM_wins_over_the_one_of_all_services()
    {
        using var client = SsmClients.Create(Environment(
            ("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:9000"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_REGION", "eu-west-1")));

        Assert.Equal(("http://127.0.0.1:9000/", "eu-west-1"), (client.Config.ServiceURL, client.Config.AuthenticationRegion));
        Assert.Equal((RequestRetryMode.Standard, 4), (client.Config.RetryMode, client.Config.MaxErrorRetry));
    }

    [Fact]
    public void The_endpoint_of_all_services_counts_too()
    {
        using var client = SsmClients.Create(Environment(("AWS_ENDPOINT_URL", "http://127.0.0.1:1")));

        Assert.Equal("http://127.0.0.1:1/", client.Config.ServiceURL);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_not_waited_for_long()
    {
        using var client = SsmClients.Create(Environment(("AWS_ENDPOINT_URL", "http://127.0.0.1:1")));

        Assert.InRange(client.Config.Timeout!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_a_configuration_error()
    {
        var error = Assert.Throws<FashionMnistException>(() => SsmClients.Create(Environment(("AWS_ENDPOINT_URL_SSM", "localhost:9000"))));

        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains("AWS_ENDPOINT_URL_SSM", error.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
