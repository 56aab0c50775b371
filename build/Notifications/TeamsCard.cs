using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FashionMnist.Build.Notifications;

/// <summary>A build's end as an Adaptive Card, as the webhook of a Teams workflow takes it.</summary>
internal static class TeamsCard
{
    /// <summary>Teams refuses messages of more than 28 kB.</summary>
    public const int SizeLimit = 28 * 1024;

    private const int ValueShare = 3;
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Longest texts, and shorter ones for cards that would be too large; the last ones always fit.</summary>
    private static readonly int[] TextLimits = [1500, 500, 150];

    public static string Of(BuildMessage message, string? mentions)
    {
        var cards = TextLimits.Select(x => Of(message, mentions, x));
        return cards.FirstOrDefault(x => Encoding.UTF8.GetByteCount(x) <= SizeLimit) ?? cards.Last();
    }

    private static string Of(BuildMessage message, string? mentions, int limit)
    {
        var called = message.Outcome == BuildOutcome.Failed ? (mentions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        var body = new JsonArray
        {
            Block(message.Title, "Bolder", message.Outcome == BuildOutcome.Recovered ? "Good" : "Attention", limit),
            new JsonObject
            {
                ["type"] = "FactSet",
                ["facts"] = new JsonArray([.. message.Fields.Select(x => new JsonObject { ["title"] = x.Name, ["value"] = Escape(x.Value, limit / ValueShare) })]),
            },
        };
        if (called.Length > 0)
            body.Add(new JsonObject { ["type"] = "TextBlock", ["wrap"] = true, ["text"] = string.Join(' ', called.Select(x => $"<at>{x}</at>")) });
        if (message.Error is { } error)
            body.Add(Block($"First error: {error}", "Default", "Default", limit));
        foreach (var test in message.Tests)
            body.Add(Block($"Failed test: {test}", "Default", "Default", limit));
        if (message.FurtherTests > 0)
            body.Add(Block($"and {message.FurtherTests} more failed tests", "Default", "Default", limit));

        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = body,
            ["actions"] = new JsonArray([.. Links(message)]),
        };
        if (called.Length > 0)
            card["msteams"] = new JsonObject { ["entities"] = new JsonArray([.. called.Select(Mention)]) };
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = card }),
        }.ToJsonString(Format);
    }

    /// <summary>Text in which nothing means anything to Markdown, cut to the limit.</summary>
    public static string Escape(string text, int limit)
    {
        var escaped = new StringBuilder();
        foreach (var x in SlackText.Plain(text, limit))
        {
            if (x is '\\' or '`' or '*' or '_' or '[' or ']' or '(' or ')' or '#' or '<' or '>' or '~' or '|' or '!')
                escaped.Append('\\');
            escaped.Append(x);
        }

        return escaped.ToString();
    }

    private static JsonObject Block(string text, string weight, string colour, int limit) => new()
    {
        ["type"] = "TextBlock",
        ["wrap"] = true,
        ["weight"] = weight,
        ["color"] = colour,
        ["text"] = Escape(text, limit),
    };

    private static JsonObject Mention(string address) => new()
    {
        ["type"] = "mention",
        ["text"] = $"<at>{address}</at>",
        ["mentioned"] = new JsonObject { ["id"] = address, ["name"] = address },
    };

    private static IEnumerable<JsonNode> Links(BuildMessage message)
    {
        if (message.Facts.BuildUrl is { } build)
            yield return new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Build", ["url"] = build.AbsoluteUri };
        if (message.Facts.ReportUrl is { } report && message.Tests.Count > 0)
            yield return new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Test report", ["url"] = report.AbsoluteUri };
    }
}
