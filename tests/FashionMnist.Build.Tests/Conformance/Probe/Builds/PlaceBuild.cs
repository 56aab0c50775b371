using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.Jenkins;
using Nuke.Common.Git;
using Serilog;
using static Notes;

/// <summary>Where the build runs.</summary>
internal sealed class PlaceBuild : NukeBuild
{
    public static int Run() => Execute<PlaceBuild>(x => x.Where);

#pragma warning disable IDE1006 // Injected members are named as in every build.
    [CI] private readonly Jenkins Jenkins;
    [CI] private readonly GitHubActions GitHubActions;
    [GitRepository, OnDemand] private readonly GitRepository Repository;
#pragma warning restore IDE1006

    private Target Where => _ => _.Executes(() =>
    {
        Note($"{Host} local {IsLocalBuild} server {IsServerBuild}");
        if (Host is IBuildServer server)
            Note($"branch {Text(server.Branch)} commit {Text(server.Commit)}");
        if (Jenkins is not null)
            Note($"jenkins {Text(Jenkins.JobName)} {Jenkins.BuildNumber} {Text(Jenkins.NodeName)} {Text(Jenkins.ChangeId)} {Text(Jenkins.Workspace)}");
        if (GitHubActions is not null)
            Note($"github {Text(GitHubActions.Repository)} {GitHubActions.RunNumber} {GitHubActions.RunId} pull request {GitHubActions.IsPullRequest}");
        Log.Information("news");
        Log.Warning("a caution");
        Log.Error("a mishap");
    });

    private Target Trip => _ => _.DependsOn(Where).Executes(() => Assert.Fail("tripped"));

    private Target History => _ => _.Requires(() => Repository).Executes(() =>
    {
        Note($"branch {Text(Repository.Branch)} commit {Text(Repository.Commit)} head {Text(Repository.Head)}");
        Note($"remote {Text(Repository.RemoteName)} tags {Text(Repository.Tags)}");
        Note($"{Text(Repository.HttpsUrl)} {Text(Repository.SshUrl)} {Text(Repository.Identifier)} in {Repository.LocalDirectory}");
        Note($"main {Repository.IsOnMainBranch()} master {Repository.IsOnMasterBranch()}");
        Note($"develop {Repository.IsOnDevelopBranch()} release {Repository.IsOnReleaseBranch()}");
    });
}
