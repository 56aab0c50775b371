using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>Who hears of a failed build and of its recovery. The webhooks are secrets and stand nowhere in the configuration.</summary>
public sealed class NotificationOptions
{
    /// <summary>Whether a run on a laptop tells, too. Default: <c>false</c>.</summary>
    public bool Local { get; set; }

    /// <summary>Slack, through an incoming webhook.</summary>
    [Required]
    public ChannelOptions Slack { get; set; } = new();

    /// <summary>Microsoft Teams, through the webhook of a workflow.</summary>
    [Required]
    public ChannelOptions Teams { get; set; } = new();
}

/// <summary>One channel.</summary>
public sealed class ChannelOptions
{
    /// <summary>Whether the channel is used at all. Default: <c>false</c>.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether it hears of failed builds. Default: <c>true</c>.</summary>
    public bool OnFailure { get; set; } = true;

    /// <summary>Whether it hears of builds that somebody, or the time limit, stopped. Default: <c>true</c>.</summary>
    public bool OnAbort { get; set; } = true;

    /// <summary>Whether it hears of the first good build after a failed one. Default: <c>true</c>.</summary>
    public bool OnRecovery { get; set; } = true;

    /// <summary>Who is called when a build fails, with spaces between: in Slack <c>here</c>, <c>channel</c>, ids of users or groups; in Teams addresses. Default: none.</summary>
    [RegularExpression("[A-Za-z0-9@._+-]+( [A-Za-z0-9@._+-]+)*")]
    public string? Mentions { get; set; }
}
