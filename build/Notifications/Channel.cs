using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Notifications;

/// <summary>A service that messages go to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameter">Name of the build's parameter with its webhook.</param>
/// <param name="Options">Its settings.</param>
internal sealed record Channel(string Name, string Parameter, ChannelOptions Options)
{
    /// <summary>Name of Slack.</summary>
    public const string Slack = "Slack";

    /// <summary>Name of Microsoft Teams.</summary>
    public const string Teams = "Teams";

    /// <summary>The channels that are switched on.</summary>
    public static IReadOnlyList<Channel> EnabledIn(NotificationOptions options) =>
    [
        .. new[]
        {
            new Channel(Slack, nameof(INotify.SlackWebhook), options.Slack),
            new Channel(Teams, nameof(INotify.TeamsWebhook), options.Teams),
        }.Where(x => x.Options.Enabled),
    ];

    /// <summary>Whether the channel wants to hear of an outcome.</summary>
    public bool Wants(BuildOutcome outcome) => outcome switch
    {
        BuildOutcome.Failed or BuildOutcome.Unstable => Options.OnFailure,
        BuildOutcome.Aborted => Options.OnAbort,
        _ => Options.OnRecovery,
    };
}
