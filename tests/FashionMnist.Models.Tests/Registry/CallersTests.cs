using Amazon.Runtime;
using Amazon.SecurityToken;
using FashionMnist.Models.Registry;

namespace FashionMnist.Models.Tests.Registry;

public sealed class CallersTests
{
    [Fact]
    public void A_user_without_an_entry_in_the_system_is_named_from_the_environment_or_unknown()
    {
        Assert.Equal("eve", Callers.UserName(() => throw new IOException(), n => n == "LOGNAME" ? "eve" : null));
        Assert.Equal("unknown", Callers.UserName(() => "", _ => null));
        Assert.Equal("bob", Callers.UserName(() => "bob", _ => "eve"));
    }

    [Fact]
    public void The_local_user_has_a_name_and_a_machine() => Assert.Matches("^.+@.+$", Callers.LocalUser());

    [Fact]
    public async Task An_unreachable_sts_is_recorded_and_stops_nothing()
    {
        var who = await Callers.AwsCallerAsync(
            () => new AmazonSecurityTokenServiceClient(
                new BasicAWSCredentials("key", "secret"),
                new AmazonSecurityTokenServiceConfig { ServiceURL = "http://127.0.0.1:1", MaxErrorRetry = 0 }),
            CancellationToken.None);
        Assert.StartsWith(Callers.LocalUser(), who, StringComparison.Ordinal);
        Assert.Contains("AWS identity not available", who, StringComparison.Ordinal);
    }
}
