using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Slack.Webhooks.Interfaces;

namespace Slack.Webhooks.Elements;

public class TextObject(string text) : IContextElement
{
#pragma warning disable CA1034 // Nested in the original.
    [JsonConverter(typeof(StringEnumConverter))]
    public enum TextType
    {
        [EnumMember(Value = "plain_text")]
        PlainText,

        [EnumMember(Value = "mrkdwn")]
        Markdown,
    }
#pragma warning restore CA1034

    [JsonProperty(Order = 1)]
    public TextType Type { get; set; }

    [JsonProperty(Order = 2)]
    public string Text { get; set; } = text;

    [JsonProperty(Order = 3)]
    public bool Emoji { get; set; }

    [JsonProperty(Order = 4)]
    public bool Verbatim { get; set; }

    public bool ShouldSerializeEmoji() => Type == TextType.PlainText;

    public bool ShouldSerializeVerbatim() => Type == TextType.Markdown;
}
