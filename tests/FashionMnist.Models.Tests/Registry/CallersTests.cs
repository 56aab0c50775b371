using Amazon.Runtime;
using Amazon.SecurityToken;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;

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
    public void The_first_variable_that_names_the_user_counts()
    {
        string? Variable(string name, params string[] set) => set.Contains(name) ? name.ToLowerInvariant() : null;
        Assert.Equal("user", Callers.UserName(() => "", x => Variable(x, "USER", "LOGNAME", "USERNAME")));
        Assert.Equal("logname", Callers.UserName(() => "", x => Variable(x, "LOGNAME", "USERNAME")));
        Assert.Equal("username", Callers.UserName(() => "", x => Variable(x, "USERNAME")));
    }

    [Fact]
    public async Task A_refusal_of_sts_is_recorded_by_its_code() => Assert.Equal(
        $"{Callers.LocalUser()} (AWS identity not available: ExpiredToken)",
        await Callers.AwsCallerAsync(() => throw new AmazonServiceException("x") { ErrorCode = "ExpiredToken" }, CancellationToken.None));

    [Fact]
    public async Task Who_acts_on_a_folder_is_the_local_user() => Assert.Equal(
        Callers.LocalUser(), await Callers.For(new FileObjectStore(Path.GetTempPath()))(CancellationToken.None));

    [Fact]
    public void The_local_user_has_a_name_and_a_machine() => Assert.Matches("^.+@.+$", Callers.LocalUser());

    [Fact]
    public async Task An_sts_that_does_not_answer_is_recorded_and_stops_nothing() => Assert.Equal(
        $"{Callers.LocalUser()} (AWS identity not available: no answer in time)",
        await Callers.AwsCallerAsync(() => throw new TimeoutException(), CancellationToken.None));

    [Fact]
    public Task Whoever_stops_it_stops_asking() => Assert.ThrowsAsync<OperationCanceledException>(
        () => Callers.AwsCallerAsync(() => throw new OperationCanceledException(), new CancellationToken(canceled: true)));

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
