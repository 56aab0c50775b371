using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Output;
using Serilog;

namespace FashionMnist.Build.Notifications;

/// <summary>Tells every channel that wants to hear of it, and warns where that does not work.</summary>
internal sealed class Notifier(INotify build)
{
    public async Task TellAsync(BuildOutcome outcome, BuildReport? report, TimeSpan duration)
    {
        try
        {
            var options = build.Settings.Options.Notifications;
            if (build.IsLocalBuild && !options.Local)
            {
                Log.Information("Nobody is told: notifications.local is off");
                return;
            }

            var facts = BuildFacts.Find(build.RootDirectory, Environment.GetEnvironmentVariable);
            var message = new BuildMessage(outcome, facts, report, duration) { StoppedBy = await StoppedByAsync(outcome, facts) };
            using var handler = WebhookDelivery.CreateHandler();
            var delivery = new WebhookDelivery(handler, TimeProvider.System);
            foreach (var channel in Channel.EnabledIn(options).Where(x => x.Wants(outcome)))
                await TellAsync(channel, message, delivery);
        }
#pragma warning disable CA1031 // Whatever goes wrong here must not take the place of what went wrong before.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Warning("Nobody was told: {Problem:l}", e.Message);
        }
    }

    private async Task<string?> StoppedByAsync(BuildOutcome outcome, BuildFacts facts)
    {
        if (outcome != BuildOutcome.Aborted || build.Host is not Nuke.Common.CI.Jenkins.Jenkins || facts.BuildUrl is not { } page)
            return null;
        // Where the agent has a user for Jenkins it may see more than everybody.
        var (user, token) = build is ITriggerJenkins { JenkinsUser: { } name, JenkinsToken: { } secret } ? (name, secret) : (null, null);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var server = new JenkinsServer(page, user, token, handler, TimeProvider.System);
        return await JenkinsCauses.AskAsync(server, TimeProvider.System);
    }

    private async Task TellAsync(Channel channel, BuildMessage message, WebhookDelivery delivery)
    {
        var webhook = channel.Name == Channel.Slack ? build.SlackWebhook : build.TeamsWebhook;
        if (string.IsNullOrEmpty(webhook))
        {
            Log.Information("{Channel:l} is not told: this run has no value for {Parameter:l}", channel.Name, channel.Parameter);
            return;
        }

        BuildOutput.Hide(WebhookSecret.PartsOf(webhook));
        var problem = channel.Name == Channel.Slack
            ? await delivery.ToSlackAsync(webhook, SlackMessages.Of(message, channel.Options.Mentions))
            : await delivery.ToTeamsAsync(webhook, TeamsCard.Of(message, channel.Options.Mentions));
        if (problem is null)
            Log.Information("{Channel:l} was told: {Title:l}", channel.Name, message.Title);
        else
            Log.Warning("{Channel:l} was not told: {Problem:l}", channel.Name, BuildOutput.Masker.Apply(problem));
    }
}
