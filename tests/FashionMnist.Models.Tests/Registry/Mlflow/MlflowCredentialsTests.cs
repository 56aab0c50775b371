using FashionMnist.Models.Registry.Mlflow;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowCredentialsTests
{
    private const string User = "MLFLOW_TRACKING_USERNAME";
    private const string Password = "MLFLOW_TRACKING_PASSWORD";
    private const string Token = "MLFLOW_TRACKING_TOKEN";

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("", "", "", null)]
    [InlineData(null, null, "abc.def", "Bearer abc.def")]
    [InlineData("alice", "pässword", null, "Basic YWxpY2U6cMOkc3N3b3Jk")]
    [InlineData("alice", "password", "abc", "Basic YWxpY2U6cGFzc3dvcmQ=")]
    public void The_header_is_what_mlflows_own_client_sends(string? user, string? password, string? token, string? header)
    {
        var credentials = Of(user, password, token);
        Assert.Equal(header, credentials.Header?.ToString());
        Assert.Equal(header?.StartsWith("Basic", StringComparison.Ordinal) == true ? user : null, credentials.User);
    }

    [Theory]
    [InlineData("alice", null, null)]
    [InlineData(null, "topsecret", null)]
    [InlineData(null, null, "topsecret\n")]
    public void Half_of_them_or_a_token_with_a_line_break_is_a_configuration_error_without_the_secret(string? user, string? password, string? token)
    {
        var error = Assert.Throws<FashionMnistException>(() => Of(user, password, token));
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains("MLFLOW_TRACKING_", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    private static MlflowCredentials Of(string? user, string? password, string? token) =>
        MlflowCredentials.FromEnvironment(name => name switch { User => user, Password => password, Token => token, _ => null });
}
