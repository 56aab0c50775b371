using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Tests.Storage.S3;

public sealed class S3ErrorsTests
{
    [Theory]
    [InlineData("AccessDenied", 403, ExitCodes.AccessDenied)]
    [InlineData("InvalidAccessKeyId", 403, ExitCodes.AccessDenied)]
    [InlineData("SignatureDoesNotMatch", 403, ExitCodes.AccessDenied)]
    [InlineData("ExpiredToken", 403, ExitCodes.AccessDenied)]
    [InlineData("RequestTimeTooSkewed", 403, ExitCodes.AccessDenied)]
    [InlineData("NoSuchBucket", 404, ExitCodes.NotFound)]
    [InlineData("SlowDown", 503, ExitCodes.TryAgain)]
    [InlineData("RequestTimeout", 400, ExitCodes.TryAgain)]
    [InlineData("InternalError", 500, ExitCodes.TryAgain)]
    [InlineData(null, 502, ExitCodes.TryAgain)]
    [InlineData(null, 429, ExitCodes.TryAgain)]
    [InlineData("PermanentRedirect", 301, ExitCodes.Configuration)]
    [InlineData("AuthorizationHeaderMalformed", 400, ExitCodes.Configuration)]
    [InlineData("EntityTooLarge", 400, ExitCodes.InputOutput)]
    [InlineData("ExpiredToken", 400, ExitCodes.AccessDenied)]
    [InlineData("InvalidToken", 400, ExitCodes.AccessDenied)]
    [InlineData("TokenRefreshRequired", 400, ExitCodes.AccessDenied)]
    [InlineData("ExpiredToken", 503, ExitCodes.AccessDenied)]
    [InlineData("InvalidObjectState", 403, ExitCodes.InputOutput)]
    [InlineData("NotImplemented", 501, ExitCodes.Configuration)]
    [InlineData(null, 302, ExitCodes.InputOutput)]
    public void An_answer_of_the_server_gets_its_exit_code(string? code, int status, int exitCode)
    {
        var answer = new AmazonS3Exception("first\nsecond", ErrorType.Sender, code, "id", (HttpStatusCode)status);
        var error = S3Errors.Describe("s3://b/k", "read", answer);
        Assert.Equal(exitCode, error.ExitCode);
        Assert.StartsWith("s3://b/k: cannot read: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_archived_object_says_so()
    {
        var error = S3Errors.Describe("s3://b/k", "read", new AmazonS3Exception("x", ErrorType.Sender, "InvalidObjectState", "id", HttpStatusCode.Forbidden));
        Assert.StartsWith("s3://b/k: cannot read: the object is archived; restore it first (aws s3api restore-object)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_names_a_type_of_the_runtime()
    {
        Exception[] failures = [new IOException("x"), new SocketException(111), new TaskCanceledException("x"), new HttpRequestException("x", new SocketException(111)), new EndOfStreamException("x")];
        Assert.All(failures, f => Assert.DoesNotContain("Exception", S3Errors.Describe("s3://b", "write", f).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Network_failures_are_for_trying_again()
    {
        Exception[] failures =
        [
            new HttpRequestException("x"), new IOException("x"), new SocketException(111), new TaskCanceledException("x"),
            new AmazonServiceException("x", new HttpRequestException("y")),
        ];
        Assert.All(failures, f => Assert.Equal(ExitCodes.TryAgain, S3Errors.Describe("s3://b", "write", f).ExitCode));
    }

    [Fact]
    public void Missing_credentials_name_the_chain_that_was_tried()
    {
        var error = S3Errors.Describe("s3://b", "write", new AmazonClientException("Failed to resolve AWS credentials.\nException 1 of 4"));
        Assert.Equal(ExitCodes.AccessDenied, error.ExitCode);
        Assert.Contains("environment variables, web identity, profile", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_region_says_which_variable_to_set()
    {
        var error = S3Errors.Describe("s3://b", "write", new AmazonClientException("No RegionEndpoint or ServiceURL configured"));
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains("AWS_REGION", error.Message, StringComparison.Ordinal);
    }
}
