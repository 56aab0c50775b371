using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Settings;
using Nuke.Common;
using Nuke.Components;

namespace FashionMnist.Build.Notifications;

/// <summary>Tells the team how a build ended.</summary>
[HelpGroup(HelpGroup.Pipelines)]
internal interface INotify : IHazSettings, IHazArtifacts
{
    [Parameter("Incoming webhook of the Slack channel that hears of failed builds")]
    [Secret]
    string? SlackWebhook => TryGetValue(() => SlackWebhook);

    [Parameter("Webhook of the Teams workflow that posts a card to a channel")]
    [Secret]
    string? TeamsWebhook => TryGetValue(() => TeamsWebhook);

    [Parameter("How the build ended that Notify tells of")]
    BuildOutcome Outcome => TryGetValue<BuildOutcome?>(() => Outcome) ?? BuildOutcome.Failed;

    [Parameter("What ended the build that Notify tells of, where no target could leave a report")]
    string? Problem => TryGetValue(() => Problem);

    [Parameter("How long the build took that Notify tells of")]
    long? DurationMilliseconds => TryGetValue<long?>(() => DurationMilliseconds);

    /// <summary>What a failed target leaves for the notification, which is a process of its own on a server with stages.</summary>
    BuildReportFile Report => new(ArtifactsDirectory / "build-report" / "failure.json");

    /// <summary>The same of the target that runs: what is left of it names the target in which a build was stopped.</summary>
    BuildReportFile Running => new(ArtifactsDirectory / "build-report" / "running.json");

    Target Notify => _ => _
        .Description("Tells Slack and Teams how the build ended, from what its targets left in artifacts; never fails")
        .Executes(() => new Notifier(this).TellAsync(Outcome, Report.Read() ?? Running.Read() ?? BuildReport.Of(Problem), TimeSpan.FromMilliseconds(DurationMilliseconds ?? 0)));
}
