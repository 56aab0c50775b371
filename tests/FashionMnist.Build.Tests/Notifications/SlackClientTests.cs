using Slack.Webhooks;
using Slack.Webhooks.Blocks;
using Slack.Webhooks.Elements;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>Slack.Webhooks, whichever it is, posts and returns what version 1.1.5 was seen to post and return.</summary>
public sealed class SlackClientTests
{
    public static TheoryData<SlackMessage, string> Messages => new()
    {
        {
            new SlackMessage { Text = "Build succeeded" },
            """{"text":"Build succeeded","replace_original":false,"delete_original":false,"mrkdwn":true,"link_names":false,"parse":"none"}"""
        },
        { new SlackMessage(), """{"replace_original":false,"delete_original":false,"mrkdwn":true,"link_names":false,"parse":"none"}""" },
        {
            new SlackMessage { Text = "lists", Blocks = [] },
            """{"text":"lists","replace_original":false,"delete_original":false,"mrkdwn":true,"link_names":false,"parse":"none","blocks":[]}"""
        },
        {
            new SlackMessage
            {
                Text = "fallback",
                Blocks =
                [
                    new Header { Text = new TextObject("Header") { Type = TextObject.TextType.PlainText, Emoji = true } },
                    new Section { Text = new TextObject("*a*") { Type = TextObject.TextType.Markdown }, Fields = [new TextObject("one") { Type = TextObject.TextType.Markdown }, new TextObject("two")] },
                    new Context { Elements = [new TextObject("context")] },
                ],
            },
            """{"text":"fallback","replace_original":false,"delete_original":false,"mrkdwn":true,"link_names":false,"parse":"none","blocks":[{"text":{"type":"plain_text","text":"Header","emoji":true},"type":"header"},{"text":{"type":"mrkdwn","text":"*a*","verbatim":false},"fields":[{"type":"mrkdwn","text":"one","verbatim":false},{"type":"plain_text","text":"two","emoji":false}],"type":"section"},{"elements":[{"type":"plain_text","text":"context","emoji":false}],"type":"context"}]}"""
        },
        {
            new SlackMessage { Text = "quote \" back\\slash slash/ tab\t <https://example.invalid|link> & 'single' äöü € 🚀 \u2028 \u0001 end" },
            """{"text":"quote \" back\\slash slash/ tab\t <https://example.invalid|link> & 'single' äöü € 🚀 \u2028 \u0001 end","replace_original":false,"delete_original":false,"mrkdwn":true,"link_names":false,"parse":"none"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public async Task A_message_is_posted_byte_for_byte(SlackMessage message, string body)
    {
        await using var listener = new LocalListener();
        using var client = new SlackClient(listener.Address.AbsoluteUri);

        Assert.True(await client.PostAsync(message));

        Assert.Equal((body, body), (Assert.Single(listener.Bodies), message.AsJson()));
    }

    [Theory]
    [InlineData(200, "ok", true)]
    [InlineData(200, "OK", true)]
    [InlineData(200, "ok\n", false)]
    [InlineData(200, "", false)]
    [InlineData(404, "no_service", false)]
    [InlineData(404, "ok", true)]
    [InlineData(500, "server_error", false)]
    public async Task Only_the_text_of_the_answer_counts(int status, string text, bool accepted)
    {
        await using var listener = new LocalListener((_, _) => new Answer(status, text));
        using var client = new SlackClient(listener.Address.AbsoluteUri);

        Assert.Equal(accepted, await client.PostAsync(new SlackMessage { Text = "t" }));
        Assert.Single(listener.Bodies);
    }

    [Fact]
    public void Text_that_is_no_address_is_refused() => Assert.Throws<ArgumentException>(() => new SlackClient("not a url"));

    [Fact]
    public async Task Nobody_listening_is_an_exception()
    {
        using var client = new SlackClient("http://127.0.0.1:1/");

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new SlackMessage { Text = "t" }));
    }

    [Fact]
    public async Task The_client_disposes_the_one_it_was_given()
    {
        var http = new HttpClient();
        new SlackClient("http://127.0.0.1:1/", 100, http).Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => http.GetAsync(new Uri("http://127.0.0.1:1/")));
    }
}
