using Slack.Webhooks;
using Slack.Webhooks.Blocks;
using Slack.Webhooks.Elements;
using Slack.Webhooks.Interfaces;

namespace FashionMnist.Build.Notifications;

/// <summary>A build's end as a message of Slack. The limits are those of Slack's reference of blocks.</summary>
internal static class SlackMessages
{
    private const int HeaderLimit = 150;
    private const int SectionLimit = 3000;
    private const int FieldLimit = 2000;
    private const int TextLimit = 4000;
    private const int NameLimit = 300;
    private const int ErrorLimit = 1500;

    public static SlackMessage Of(BuildMessage message, string? mentions)
    {
        var blocks = new List<Block>
        {
            new Header { Text = new TextObject(SlackText.Plain(message.Title, HeaderLimit)) { Type = TextObject.TextType.PlainText } },
            new Section { Fields = [.. message.Fields.Select(x => Markdown($"*{x.Name}*\n{SlackText.Of(x.Value, FieldLimit - 20)}"))] },
        };
        if (message.Error is { } error)
            blocks.Add(new Section { Text = Markdown($"*First error*\n```{SlackText.Of(error, ErrorLimit)}```") });
        if (message.Tests.Count > 0)
            blocks.Add(new Section { Text = Markdown(Tests(message)) });
        if (Links(message) is { Length: > 0 } links)
            blocks.Add(new Context { Elements = [(IContextElement)Markdown(links)] });
        if (message.Outcome == BuildOutcome.Failed && SlackText.Mentions(mentions) is { Length: > 0 } called)
            blocks.Insert(1, new Section { Text = Markdown(called) });
        return new SlackMessage { Text = SlackText.Of(message.Title, TextLimit), Blocks = blocks };
    }

    private static string Tests(BuildMessage message)
    {
        var names = message.Tests.Select(x => $"• {SlackText.Of(x, NameLimit)}");
        var further = message.FurtherTests > 0 ? $"\nand {message.FurtherTests} more" : "";
        return $"*Failed tests*\n{string.Join('\n', names)}{further}";
    }

    private static string Links(BuildMessage message) => string.Join(" · ", new[]
    {
        Link(message.Facts.BuildUrl, "Build"),
        message.Tests.Count > 0 ? Link(message.Facts.ReportUrl, "Test report") : null,
    }.OfType<string>());

    private static string? Link(Uri? address, string text) =>
        address is null || address.AbsoluteUri.Length > SectionLimit / 3
            ? null
            : $"<{address.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal)}|{text}>";

    /// <summary>Verbatim: Slack would make mentions and links out of names in the text otherwise.</summary>
    private static TextObject Markdown(string text) => new(text) { Type = TextObject.TextType.Markdown, Verbatim = true };
}
