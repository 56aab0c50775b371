using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Build.Git;
using FashionMnist.Models;
using Nuke.Common;

namespace FashionMnist.Build.Jenkins;

/// <summary>Starts a job of a Jenkins and waits for its end.</summary>
[HelpGroup(HelpGroup.Pipelines)]
internal interface ITriggerJenkins : INukeBuild
{
    private const int LongestMinutes = 7 * 24 * 60;

    [Parameter("Address of the Jenkins whose job TriggerJenkins starts")]
    string? JenkinsUrl => TryGetValue(() => JenkinsUrl);

    [Parameter("Job that TriggerJenkins starts, folders with slashes")]
    string? JenkinsJob => TryGetValue(() => JenkinsJob);

    [Parameter("User of the Jenkins")]
    [Secret]
    string? JenkinsUser => TryGetValue(() => JenkinsUser);

    [Parameter("API token of the user of the Jenkins")]
    [Secret]
    string? JenkinsToken => TryGetValue(() => JenkinsToken);

    [Parameter("Minutes that TriggerJenkins waits in the queue and then for the end. Default is 140 each")]
    int JenkinsTimeoutMinutes => TryGetValue<int?>(() => JenkinsTimeoutMinutes) ?? 140;

    Target TriggerJenkins => _ => _
        .Description("Starts a Jenkins job for this commit and branch, waits, and ends as the job ended")
        .AfterChecks()
        .Requires(() => JenkinsUrl)
        .Requires(() => JenkinsJob)
        .Requires(() => JenkinsUser)
        .Requires(() => JenkinsToken)
        .Executes(this.Guarded(async () =>
        {
            var revision = WorkingTree.Revision(RootDirectory).Commit;
            var branch = WorkingTree.Branch(RootDirectory, Environment.GetEnvironmentVariable)
                ?? throw new FashionMnistException(ExitCodes.Configuration, "Nobody says which branch this commit belongs to; set BRANCH_NAME");
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var server = new JenkinsServer(JenkinsServer.AddressOf(JenkinsUrl!), JenkinsUser!, JenkinsToken!, handler, TimeProvider.System);
            using var limit = new CancellationTokenSource(Limit());
            // A busy Jenkins makes no build slow: the time in the queue is not the build's.
            var result = await new JenkinsTrigger(server).RunAsync(JenkinsJob!, revision, branch, () => limit.CancelAfter(Limit()), limit.Token);
            JenkinsSummary.Write(result, Environment.GetEnvironmentVariable(JenkinsSummary.FileVariable));
            ReportSummary(_ => new() { ["Result"] = result.Result, ["Build"] = result.Address.AbsoluteUri });
            if (!result.Succeeded)
                throw new JenkinsBuildFailedException(result);
        }));

    private TimeSpan Limit() => JenkinsTimeoutMinutes is >= 1 and <= LongestMinutes
        ? TimeSpan.FromMinutes(JenkinsTimeoutMinutes)
        : throw new FashionMnistException(ExitCodes.Usage, $"--jenkins-timeout-minutes {JenkinsTimeoutMinutes}: allowed 1 to {LongestMinutes}");
}
