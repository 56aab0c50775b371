using System.Net;
using System.Net.Sockets;
using System.Text;
using FashionMnist.Models.Registry.Mlflow;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowErrorsTests
{
    private static readonly MlflowCredentials Nobody = MlflowCredentials.FromEnvironment(_ => null);

    [Theory]
    [InlineData(503, """{"error_code":"BUSY","message":"later"}""", "the server failed (BUSY): later; run it again")]
    [InlineData(503, "", "the server failed (HTTP 503); run it again")]
    [InlineData(404, """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}""", "it does not exist: gone")]
    [InlineData(300, "", "the server sends elsewhere (HTTP 300), and credentials are sent nowhere else; give its final address")]
    [InlineData(400, """{"error_code":"BAD"}""", "the server refused it (BAD)")]
    public void An_answer_is_told_in_one_line(int status, string body, string why)
    {
        var reply = new MlflowReply("http://host/x", (HttpStatusCode)status, Encoding.UTF8.GetBytes(body));
        Assert.Equal($"http://host/x: cannot read: {why}", MlflowErrors.Describe(reply, "read", Nobody).Message);
    }

    [Fact]
    public void A_body_that_is_too_large_is_told_with_its_size()
    {
        var reply = new MlflowReply("http://host/x", HttpStatusCode.RequestEntityTooLarge, [], 1_700_000);
        var error = MlflowErrors.Describe(reply, "write", Nobody);
        Assert.Contains("no body of 1700000 bytes (HTTP 413)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_address_of_a_server_without_it_is_named_and_not_taken_for_a_bad_certificate()
    {
        using var server = new FashionMnist.Testing.Mlflow.SimulatedMlflow();
        using var http = new MlflowHttp(new Uri(server.Endpoint.Replace("http:", "https:", StringComparison.Ordinal)), Nobody, new FashionMnist.Testing.InstantTimeProvider());
        var error = await Assert.ThrowsAsync<FashionMnistException>(() => http.SendAsync(HttpMethod.Get, "/x", "read", null, default));
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.EndsWith("does not speak https; check the address, http may be meant", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Faults => new()
    {
        { new OperationCanceledException(), "no answer in time" },
        { new HttpRequestException(HttpRequestError.ConnectionError, "x"), "ConnectionError" },
        { new HttpRequestException("x", new SocketException()), "SocketException" },
        { new IOException("x"), "IOException" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_of_the_network_has_a_name(Exception fault, string name) => Assert.Equal(
        $"http://host/x: cannot read: the server cannot be reached or broke off ({name}); check the address, or run it again",
        MlflowErrors.Describe("http://host/x", "read", fault).Message);
}
