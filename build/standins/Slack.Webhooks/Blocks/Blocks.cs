using Newtonsoft.Json;
using Slack.Webhooks.Elements;
using Slack.Webhooks.Interfaces;

namespace Slack.Webhooks.Blocks;

public class Header() : Block("header")
{
    public TextObject Text { get; set; }
}

public class Section() : Block("section")
{
    [JsonProperty(Order = 1)]
    public TextObject Text { get; set; }

    [JsonProperty(Order = 2)]
    public List<TextObject> Fields { get; set; }
}

public class Context() : Block("context")
{
    public List<IContextElement> Elements { get; set; }
}
