using Newtonsoft.Json;

namespace Slack.Webhooks;

public class Block
{
    private protected Block(string kind) => Kind = kind;

    [JsonProperty("type", Order = 8)]
    internal string Kind { get; }
}
