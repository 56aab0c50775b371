using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Slack.Webhooks;

public class SlackMessage
{
    private static readonly JsonSerializerSettings Format = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
        NullValueHandling = NullValueHandling.Ignore,
    };

    [JsonProperty(Order = 1)]
    public string Text { get; set; }

    [JsonProperty(Order = 7)]
    public List<Block> Blocks { get; set; }

    [JsonProperty(Order = 2)]
    internal static bool ReplaceOriginal => false;

    [JsonProperty(Order = 3)]
    internal static bool DeleteOriginal => false;

    [JsonProperty(Order = 4)]
    internal static bool Mrkdwn => true;

    [JsonProperty(Order = 5)]
    internal static bool LinkNames => false;

    [JsonProperty(Order = 6)]
    internal static string Parse => "none";

    public string AsJson() => JsonConvert.SerializeObject(this, Format);
}
