using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Testing;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

/// <summary>The store on the simulated endpoint, over the SDK and HTTP.</summary>
public sealed class SsmParameterStoreTests : IDisposable
{
    private const string Path = "/fashion-mnist/test";
    private readonly SimulatedSsm _ssm = new();

    private SsmParameterStore Store => PromptSsmClient.StoreAt(_ssm.Endpoint);

    public void Dispose() => _ssm.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(23, 3)]
    public void Reads_every_page(int parameters, int requests)
    {
        for (var i = 0; i < parameters; i++)
            _ssm.Parameters.Put($"{Path}/a/{i:00}", $"{i}");
        _ssm.Parameters.Put("/fashion-mnist/testing/other", "of another path");

        var found = Store.Read(Path);

        Assert.Equal(Enumerable.Range(0, parameters).Select(i => new SsmParameter($"{Path}/a/{i:00}", $"{i}", false)), found);
        Assert.Equal(requests, _ssm.Count("GetParametersByPath"));
    }

    [Fact]
    public void A_SecureString_is_decrypted_and_secret_and_does_not_show_itself()
    {
        _ssm.Parameters.Put($"{Path}/key", "hunter2", "SecureString");

        var found = Assert.Single(Store.Read(Path));

        Assert.Equal(new SsmParameter($"{Path}/key", "hunter2", true), found);
        Assert.Equal($"{Path}/key = (secret)", found.ToString());
    }

    [Fact]
    public void Throttling_is_waited_out()
    {
        _ssm.Parameters.Put($"{Path}/a", "1");
        _ssm.Throttles = 4;

        Assert.Single(Store.Read(Path));
        Assert.Equal(5, _ssm.Count("GetParametersByPath"));
    }

    [Fact]
    public void Throttling_without_end_is_for_trying_again()
    {
        _ssm.Throttles = int.MaxValue;

        AssertFails(ExitCodes.TryAgain, "ssm:GetParametersByPath is throttled even after several attempts (ThrottlingException)", () => Store.Read(Path));
        Assert.Equal(5, _ssm.Count("GetParametersByPath"));
    }

    [Fact]
    public void Denied_access_names_path_action_caller_and_chain()
    {
        _ssm.DeniedAction = "ssm:GetParametersByPath";

        var message = AssertFails(ExitCodes.AccessDenied, "access denied to ssm:GetParametersByPath", () => Store.Read(Path));
        Assert.Contains("User: arn:aws:iam::123456789012:user/simulated", message, StringComparison.Ordinal);
        Assert.Contains("credentials came from the AWS chain: environment variables", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_secret_key_is_not_accepted() =>
        AssertFails(
            ExitCodes.AccessDenied,
            "the credentials are not accepted (InvalidSignatureException)",
            () => PromptSsmClient.StoreAt(_ssm.Endpoint, "another secret").Read(Path));

    [Fact]
    public void Nobody_there_is_for_trying_again()
    {
        using var gone = new ClosedPort();

        AssertFails(ExitCodes.TryAgain, "the server or the network failed", () => PromptSsmClient.StoreAt(gone.Address).Read(Path));
    }

    [Fact]
    public void A_new_parameter_is_a_String_and_an_old_one_is_overwritten()
    {
        Store.Write(new SsmParameter($"{Path}/a", "1", false));
        Store.Write(new SsmParameter($"{Path}/a", "2", false));

        Assert.Equal(("2", "String", null, 2), _ssm.Parameters.Get($"{Path}/a"));
        Assert.Equal(0, _ssm.Count("DescribeParameters"));
    }

    [Fact]
    public void A_SecureString_keeps_its_key()
    {
        _ssm.Parameters.Put($"{Path}/a", "1", "SecureString", "alias/ours");

        Store.Write(new SsmParameter($"{Path}/a", "2", true));

        Assert.Equal(("2", "SecureString", "alias/ours", 2), _ssm.Parameters.Get($"{Path}/a"));
    }

    [Fact]
    public void Denied_writing_names_the_parameter_and_the_action()
    {
        _ssm.DeniedAction = "ssm:PutParameter";

        var e = Assert.Throws<FashionMnistException>(() => Store.Write(new SsmParameter($"{Path}/a", "hunter2hunter2", false)));

        Assert.StartsWith($"{Path}/a: cannot write the parameter: access denied to ssm:PutParameter", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_the_service_refuses_is_a_configuration_error()
    {
        var e = Assert.Throws<FashionMnistException>(() => Store.Write(new SsmParameter($"{Path}/a", new string('x', 5000), false)));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains("ssm:PutParameter refuses it (ValidationException", e.Message, StringComparison.Ordinal);
    }

    private static string AssertFails(int exitCode, string reason, Func<object> work)
    {
        var e = Assert.Throws<FashionMnistException>(work);
        Assert.Equal(exitCode, e.ExitCode);
        Assert.StartsWith($"{Path}: cannot read the configuration: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        return e.Message;
    }
}
