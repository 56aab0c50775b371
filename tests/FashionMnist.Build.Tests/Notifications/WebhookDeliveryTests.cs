using FashionMnist.Build.Notifications;
using Microsoft.Extensions.Time.Testing;
using Slack.Webhooks;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>What happens to messages on their way, against a server on this machine.</summary>
public sealed class WebhookDeliveryTests : IDisposable
{
    private readonly SocketsHttpHandler _handler = WebhookDelivery.CreateHandler();
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
    [InlineData(404, "no_service", "the webhook or its channel does not exist any more (404: no_service)")]
    [InlineData(404, "ok", "the webhook or its channel does not exist any more (404: ok)")]
    [InlineData(410, "channel_is_archived", "the webhook or its channel does not exist any more (410: channel_is_archived)")]
    [InlineData(403, "invalid_token", "the service refuses the webhook (403: invalid_token)")]
    [InlineData(403, "", "the service refuses the webhook (403)")]
    [InlineData(400, "invalid_blocks", "the service did not take the message (400: invalid_blocks)")]
    [InlineData(200, "no_text", "the service did not take the message (200: no_text)")]
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

        Assert.Equal("too many messages at a time (429: busy)", await Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" }));
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

    [Theory]
    [InlineData("/services/T012AB3CD/B0EFGH4IJ/abcdefghijklmnopqrstuvwx", "T012AB3CD", "B0EFGH4IJ", "abcdefghijklmnopqrstuvwx")]
    [InlineData("/workflows/8f3b2c1d/triggers/manual/paths/invoke?sp=%2Ftriggers&sig=a%2Bb_c-0123456789", "8f3b2c1d", "a%2Bb_c-0123456789", "a+b_c-0123456789")]
    public async Task Whatever_an_answer_repeats_of_the_address_is_masked(string path, params string[] secrets)
    {
        var answers = new Queue<string>([path, string.Join(' ', secrets), new string('x', 190) + path, Uri.EscapeDataString(path)]);
        await using var service = new LocalListener((_, _) => new Answer(400, answers.Peek()));
        var webhook = service.Address.AbsoluteUri.TrimEnd('/') + path;

        for (; answers.Count > 0; answers.Dequeue())
        {
            var problem = (await Delivery().ToTeamsAsync(webhook, "{}"))!;

            Assert.Contains("[REDACTED", problem, StringComparison.Ordinal);
            Assert.All(secrets, x => Assert.DoesNotContain(x[..8], problem, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("https://elsewhere.invalid/secret-path", "the service redirects (302) to https://elsewhere.invalid, which is not followed")]
    [InlineData("file:///etc/passwd", "the service redirects (302) to a file address, which is not followed")]
    [InlineData("/login", "the service redirects (302) to another path, which is not followed")]
    public async Task A_redirect_is_told_and_not_followed(string location, string problem)
    {
        await using var service = new LocalListener((_, _) => new Answer(302, "", ("Location", location)));

        var told = await Delivery().ToSlackAsync(service.Address.AbsoluteUri + "services/x", new SlackMessage { Text = "t" });

        Assert.StartsWith(problem, told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", told, StringComparison.Ordinal);
        Assert.Single(service.Bodies);
    }

    [Fact]
    public async Task A_redirect_to_another_host_takes_no_message_there()
    {
        await using var other = new LocalListener();
        await using var service = new LocalListener((_, _) => new Answer(307, "", ("Location", other.Address.AbsoluteUri)));

        Assert.NotNull(await Delivery().ToTeamsAsync(service.Address.AbsoluteUri, "{}"));

        Assert.Empty(other.Bodies);
    }

    [Theory]
    [InlineData(200, "ok", null)]
    [InlineData(400, "invalid_payload", "the service did not take the message (400: invalid_payload)")]
    public async Task A_charset_that_does_not_exist_changes_nothing_of_the_answer(int status, string text, string? problem)
    {
        await using var slack = new LocalListener((_, _) => new Answer(status, text, ("Content-Type", "text/html; charset=utf-9000")));

        Assert.Equal(problem, await Delivery().ToSlackAsync(slack.Address.AbsoluteUri, new SlackMessage { Text = "t" }));
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
