using FashionMnist.Models.Registry;
using FashionMnist.Models.Registry.Mlflow;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

public sealed class MlflowAddressTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("mlflow:http://127.0.0.1:5000", "http://127.0.0.1:5000/", null, null, null)]
    [InlineData("MLflow:https://mlflow.example.org/", "https://mlflow.example.org/", null, null, null)]
    [InlineData("mlflow:https://gateway.example.org/team/mlflow", "https://gateway.example.org/team/mlflow", null, null, null)]
    [InlineData("mlflow:http://host/models/digits", "http://host/", "digits", null, null)]
    [InlineData("mlflow:http://host/x/models/digits/7", "http://host/x", "digits", null, 7)]
    [InlineData($"mlflow:http://host/models/digits/{Id}", "http://host/", "digits", Id, null)]
    [InlineData("mlflow:http://host/models/digits/0", "http://host/models/digits/0", null, null, null)]
    public void Every_form_says_what_it_means(string text, string server, string? model, string? package, int? version)
    {
        var address = MlflowAddress.Parse(text);
        Assert.Equal(new Uri(server), address.Server);
        Assert.Equal((model, package, version), (address.ModelName, address.PackageId, address.Version));
        Assert.Equal($"mlflow:{server.TrimEnd('/')}", address.ToString());
    }

    [Theory]
    [InlineData("mlflow:http://host/models/Digits_2.x@champion", "Digits_2.x", "champion")]
    [InlineData("mlflow:http://host/models/digits@a-b_c/", "digits", "a-b_c")]
    public void An_alias_follows_the_name(string text, string model, string alias)
    {
        var address = MlflowAddress.Parse(text);
        Assert.Equal((new Uri("http://host/"), model, alias), (address.Server, address.ModelName, address.Alias));
    }

    [Theory]
    [InlineData("mlflow:http://alice:topsecret@host/models/digits@champion")]
    [InlineData("mlflow:http://host/models/digits@champion@x")]
    [InlineData("mlflow:http://host/models/digits@cham:pion")]
    public void Any_other_at_sign_may_stand_behind_a_secret(string text)
    {
        var error = Assert.Throws<FashionMnistException>(() => MlflowAddress.Parse(text));
        Assert.Contains("credentials do not belong", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlflow:")]
    [InlineData("mlflow:localhost:5000")]
    [InlineData("mlflow:ftp://host")]
    [InlineData("mlflow:http://")]
    [InlineData("mlflow:http://host/?x=1")]
    [InlineData("mlflow:http://host/#x")]
    [InlineData("mlflow:http://host/a\nb")]
    public void A_malformed_address_is_a_usage_error(string text)
    {
        var error = Assert.Throws<FashionMnistException>(() => ModelRegistries.Open(text, "digits"));
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains("mlflow:http://host:5000", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("http://host", "it does not start with mlflow:")]
    [InlineData("mlflow:ftp://host", "the address of an HTTP server follows")]
    [InlineData("mlflow:http://host/?", "it has no '?', '#', '\\' and no control character")]
    [InlineData("mlflow:http://host/#", "it has no '?', '#', '\\' and no control character")]
    [InlineData("mlflow:http://host/a\\b", "it has no '?', '#', '\\' and no control character")]
    public void A_malformed_address_says_what_is_wrong(string text, string why)
    {
        var error = Assert.Throws<FashionMnistException>(() => MlflowAddress.Parse(text));
        Assert.Contains($"is not an MLflow address: {why}; use ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_in_an_address_are_refused_and_not_repeated()
    {
        var error = Assert.Throws<FashionMnistException>(() => MlflowAddress.Parse("mlflow:http://alice:topsecret@host"));
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
        Assert.Contains("MLFLOW_TRACKING_TOKEN", error.Message, StringComparison.Ordinal);
    }
}
