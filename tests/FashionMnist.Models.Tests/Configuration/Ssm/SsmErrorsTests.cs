using System.Net;
using Amazon.Runtime;
using FashionMnist.Models.Configuration.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

public sealed class SsmErrorsTests
{
    [Theory]
    [InlineData("AccessDeniedException", "User is not\nauthorised.", "access denied to ssm:X: User is not authorised; credentials came from the AWS chain")]
    [InlineData("AccessDeniedException", "", "access denied to ssm:X; credentials came from the AWS chain")]
    [InlineData("ExpiredTokenException", "x", "ssm:X: the credentials are not accepted (ExpiredTokenException); they came from the AWS chain")]
    public void Denied_access_says_which_action_and_whose_credentials(string code, string message, string why) =>
        AssertDescribed(ExitCodes.AccessDenied, why, Fault(HttpStatusCode.BadRequest, code, message));

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "HTTP 401")]
    [InlineData(HttpStatusCode.Forbidden, "HTTP 403")]
    public void So_does_a_status_without_a_code(HttpStatusCode status, string name) =>
        AssertDescribed(ExitCodes.AccessDenied, $"ssm:X: the credentials are not accepted ({name}); they came from", Fault(status, null, "x"));

    [Fact]
    public void A_wrong_request_repeats_what_the_service_says() =>
        AssertDescribed(ExitCodes.Configuration, "ssm:X refuses it (ValidationException: bad name)", Fault(HttpStatusCode.BadRequest, "ValidationException", "bad name."));

    [Fact]
    public void Throttling_is_told_apart_from_other_passing_faults()
    {
        AssertDescribed(
            ExitCodes.TryAgain, "ssm:X is throttled even after several attempts (ThrottlingException); run it again later",
            Fault(HttpStatusCode.BadRequest, "ThrottlingException", "x"));
        AssertDescribed(
            ExitCodes.TryAgain, "the server or the network failed (HTTP 500); run it again", Fault(HttpStatusCode.InternalServerError, null, "x"));
    }

    private static void AssertDescribed(int exitCode, string why, Exception e)
    {
        var problem = SsmErrors.Describe("/path", "do it", "ssm:X", e);
        Assert.Equal(exitCode, problem.ExitCode);
        Assert.StartsWith($"/path: cannot do it: {why}", problem.Message, StringComparison.Ordinal);
        Assert.Same(e, problem.InnerException);
    }

    private static AmazonServiceException Fault(HttpStatusCode status, string? code, string message) => new(message) { StatusCode = status, ErrorCode = code };
}
