using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using FashionMnist.Models.Aws;

namespace FashionMnist.Models.Tests.Aws;

public sealed class AwsFaultsTests
{
    [Theory]
    [InlineData("SlowDown")]
    [InlineData("Throttling")]
    [InlineData("ThrottlingException")]
    [InlineData("ThrottledException")]
    [InlineData("TooManyUpdates")]
    [InlineData("RequestTimeout")]
    [InlineData("InternalError")]
    [InlineData("InternalServerError")]
    [InlineData("ServiceUnavailable")]
    [InlineData("RequestLimitExceeded")]
    public void Some_codes_pass_whatever_the_status(string code)
    {
        var fault = Fault(HttpStatusCode.BadRequest, code);

        Assert.True(AwsFaults.IsPassing(fault));
        Assert.Equal((ExitCodes.TryAgain, $"the server or the network failed ({code}); run it again"), AwsFaults.Describe(fault));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.Conflict, false)]
    public void Faults_of_the_server_and_too_many_requests_pass(HttpStatusCode status, bool passing) =>
        Assert.Equal(passing, AwsFaults.IsPassing(Fault(status, null)));

    [Fact]
    public void Faults_of_the_network_pass_however_deep_they_lie()
    {
        Assert.True(AwsFaults.IsPassing(new SocketException()));
        Assert.True(AwsFaults.IsPassing(new AmazonClientException("x", new InvalidOperationException("y", new TimeoutException()))));
        Assert.False(AwsFaults.IsPassing(new AmazonClientException("x")));
    }

    [Fact]
    public void A_refusal_is_named_by_its_code_or_its_status()
    {
        Assert.Equal((ExitCodes.InputOutput, "the server refused it (NoSuchThing)"), AwsFaults.Describe(Fault(HttpStatusCode.BadRequest, "NoSuchThing")));
        Assert.Equal((ExitCodes.InputOutput, "the server refused it (HTTP 409)"), AwsFaults.Describe(Fault(HttpStatusCode.Conflict, "")));
    }

    [Fact]
    public void What_the_SDK_says_before_it_asks_anybody_is_told_in_our_words()
    {
        Assert.Equal(
            (ExitCodes.Configuration, "no region is configured; set AWS_REGION"), AwsFaults.Describe(new AmazonClientException("No RegionEndpoint or ServiceURL configured")));
        var (exitCode, why) = AwsFaults.Describe(new AmazonClientException("Failed to resolve AWS credentials"));
        Assert.Equal(ExitCodes.AccessDenied, exitCode);
        Assert.Matches(
            "^no AWS credentials were found; tried the AWS chain: environment variables, web identity, profile '[^']+' \\(keys, assume-role, SSO\\), "
            + "container role, instance role$",
            why);
    }

    [Fact]
    public void Anything_else_is_told_in_its_own_words()
    {
        Assert.Equal((ExitCodes.InputOutput, "no such thing"), AwsFaults.Describe(new InvalidOperationException("no such thing.")));
        Assert.Equal("inner", AwsFaults.Name(new InvalidOperationException("x", new FormatException("inner"))));
    }

    private static AmazonServiceException Fault(HttpStatusCode status, string? code) => new("message") { StatusCode = status, ErrorCode = code };
}
