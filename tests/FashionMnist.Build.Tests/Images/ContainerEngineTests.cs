using FashionMnist.Build.Images;
using FashionMnist.Build.Tests.Notifications;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.Images;

public sealed class ContainerEngineTests
{
    [Theory]
    [InlineData("unix:///nowhere/docker.sock")]
    [InlineData("tcp://127.0.0.1:9")]
    public async Task Without_an_engine_the_message_says_where_it_looked_and_what_to_do(string address)
    {
        var e = await Assert.ThrowsAsync<FashionMnistException>(() => ContainerEngine.ConnectAsync(address));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains(address, e.Message, StringComparison.Ordinal);
        Assert.Contains("start the Docker engine, or name another with --docker-host", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_kind_is_refused()
    {
        var e = await Assert.ThrowsAsync<FashionMnistException>(() => ContainerEngine.ConnectAsync("ssh://host"));

        Assert.Contains("unix, npipe, tcp, http", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Version":"17.05","ApiVersion":"1.29","Os":"linux"}""", "version 1.29 of the API and the build needs 1.40")]
    [InlineData("""{"Version":"28","ApiVersion":"1.50","Os":"windows"}""", "switch it to Linux containers")]
    public async Task An_engine_that_cannot_do_it_is_named_with_the_reason(string version, string says)
    {
        await using var engine = new LocalListener((_, _) => new Answer(200, version, ("Content-Type", "application/json")));

        var e = await Assert.ThrowsAsync<FashionMnistException>(() => ContainerEngine.ConnectAsync(engine.Address.AbsoluteUri));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_wants_a_newer_client_says_so()
    {
        await using var engine = new LocalListener((_, _) => new Answer(
            400, """{"message":"client version 1.41 is too old. Minimum supported API version is 1.44"}""", ("Content-Type", "application/json")));

        var e = await Assert.ThrowsAsync<FashionMnistException>(() => ContainerEngine.ConnectAsync(engine.Address.AbsoluteUri));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains("another version of the API", e.Message, StringComparison.Ordinal);
    }
}
