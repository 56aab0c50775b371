using System.Diagnostics;
using FashionMnist.Build.Notifications;
using FashionMnist.Build.Pipelines.Jenkins;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>The script that tells the team where the build cannot start, run by a shell with a curl of the test's.</summary>
public sealed class FallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-mnist-fallback-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_channel_that_cannot_be_reached_keeps_no_other_from_hearing_of_it()
    {
        var curl = Path.Combine(_folder, "curl");
        await File.WriteAllTextAsync(curl, "#!/bin/sh\ncat >>\"${0%/*}/asked\"\ngrep -q slack \"${0%/*}/asked\" && [ \"$(wc -l <\"${0%/*}/asked\")\" -eq 1 ] && exit 22\nexit 0\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(curl, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = JenkinsNotification.Fallback(
        [
            (new Channel(Channel.Slack, "SlackWebhook", new ChannelOptions()), "SLACK_WEBHOOK"),
            (new Channel(Channel.Teams, "TeamsWebhook", new ChannelOptions()), "TEAMS_WEBHOOK"),
        ]);

        // As Jenkins runs it.
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-xe", "-c", script])
        {
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
                ["SLACK_WEBHOOK"] = "http://slack.invalid/secret",
                ["TEAMS_WEBHOOK"] = "http://teams.invalid/secret",
            },
        })!;
        var error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();

        Assert.Equal(22, shell.ExitCode);
        Assert.Equal(["url = \"http://slack.invalid/secret\"", "url = \"http://teams.invalid/secret\""], await File.ReadAllLinesAsync(Path.Combine(_folder, "asked")));
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }
}
