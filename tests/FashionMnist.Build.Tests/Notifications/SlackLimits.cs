using System.Text.Json;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>The limits of Slack's reference of messages and blocks.</summary>
internal static class SlackLimits
{
    /// <summary>Asserts that Slack would take the message, and returns all its text.</summary>
    public static string Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var texts = new List<string> { Within(root.GetProperty("text").GetString()!, 4000) };
        Assert.Equal(("none", false), (root.GetProperty("parse").GetString(), root.GetProperty("link_names").GetBoolean()));
        var blocks = root.GetProperty("blocks");
        Assert.InRange(blocks.GetArrayLength(), 1, 50);
        foreach (var block in blocks.EnumerateArray())
        {
            switch (block.GetProperty("type").GetString())
            {
                case "header":
                    Assert.Equal("plain_text", block.GetProperty("text").GetProperty("type").GetString());
                    texts.Add(Within(TextOf(block.GetProperty("text")), 150));
                    break;
                case "section":
                    if (block.TryGetProperty("text", out var text))
                        texts.Add(Within(TextOf(text), 3000));
                    if (block.TryGetProperty("fields", out var fields))
                    {
                        Assert.InRange(fields.GetArrayLength(), 1, 10);
                        texts.AddRange(fields.EnumerateArray().Select(x => Within(TextOf(x), 2000)));
                    }

                    break;
                case "context":
                    Assert.InRange(block.GetProperty("elements").GetArrayLength(), 1, 10);
                    texts.AddRange(block.GetProperty("elements").EnumerateArray().Select(x => Within(TextOf(x), 3000)));
                    break;
                default:
                    Assert.Fail($"{block} is no block that is used");
                    break;
            }
        }

        return string.Join('\n', texts);
    }

    private static string TextOf(JsonElement text)
    {
        // Where text may hold markup, names and addresses in it must not become mentions and links.
        if (text.GetProperty("type").GetString() == "mrkdwn")
            Assert.True(text.GetProperty("verbatim").GetBoolean());
        return text.GetProperty("text").GetString()!;
    }

    private static string Within(string text, int limit)
    {
        Assert.InRange(text.Length, 1, limit);
        return text;
    }
}
