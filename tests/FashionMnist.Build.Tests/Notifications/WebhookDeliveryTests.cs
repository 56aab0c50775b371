using FashionMnist.Build.Notifications;
using Microsoft.Extensions.Time.Testing;
using Slack.Webhooks;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>What happens to messages on their way, against a server on this machine.</summary>
public sealed class WebhookDeliveryTests : IDisposable
{
    private readonly SocketsHttpHandler _handler = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task A_message_arrives_in_Slack_and_in_Teams()
    {
        await using var slack = new LocalListener();
        await using var teams = new LocalListener((_, _) => new Answer(202, ""));

        Assert.Null(await Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" }));
        Assert.Null(await Delivery().ToTeamsAsync(teams.Address.AbsoluteUri, "{}"));

        Assert.Equal((1, "{}"), (slack.Bodies.Count, Assert.Single(teams.Bodies)));
    }

    [Theory]
    [InlineData(404, "no_service", "the webhook does not exist any more (404)")]
    [InlineData(404, "ok", "the webhook does not exist any more (404)")]
    [InlineData(403, "invalid_token", "the service refuses the webhook (403)")]
    [InlineData(400, "invalid_blocks", "the service answered 400: invalid_blocks")]
    [InlineData(200, "no_text", "the service answered 200: no_text")]
    public async Task A_refusal_is_told_and_not_repeated(int status, string text, string problem)
    {
        await using var slack = new LocalListener((_, _) => new Answer(status, text));

        Assert.Equal(problem, await Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" }));
        Assert.Single(slack.Bodies);
    }

    [Theory]
    [InlineData(429, "7")]
    [InlineData(503, null)]
    public async Task A_busy_service_is_asked_again_when_it_wants_to(int status, string? retryAfter)
    {
        var first = true;
        await using var slack = new LocalListener((_, _) =>
        {
            var answer = first ? new Answer(status, "busy", retryAfter is null ? [] : [("Retry-After", retryAfter)]) : new Answer(200, "ok");
            first = false;
            return answer;
        });

        var delivery = Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" });
        while (!delivery.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Null(await delivery);
        Assert.Equal(2, slack.Bodies.Count);
    }

    [Fact]
    public async Task A_service_that_wants_a_long_rest_is_left_alone()
    {
        await using var slack = new LocalListener((_, _) => new Answer(429, "busy", ("Retry-After", "3600")));

        Assert.Equal("too many messages at a time (429)", await Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" }));
        Assert.Single(slack.Bodies);
    }

    [Theory]
    [InlineData("not an address", "the webhook is not an http address")]
    [InlineData("", "the webhook is not an http address")]
    public async Task What_is_no_address_is_told_without_showing_it(string webhook, string problem)
    {
        Assert.Equal(problem, await Delivery().ToSlackAsync(webhook, new SlackMessage { Text = "t" }));
        Assert.Equal(problem, await Delivery().ToTeamsAsync(webhook, "{}"));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_told()
    {
        var problem = await Delivery().ToTeamsAsync("http://127.0.0.1:1/secret", "{}");

        Assert.StartsWith("the service cannot be reached", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    private WebhookDelivery Delivery() => new(_handler, _time);
}
