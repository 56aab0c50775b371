using Nuke.Common.Execution;
using static Nuke.Common.CI.ServerVariables;

namespace Nuke.Common.CI.GitHubActions;

public class GitHubActions : Host, IBuildServer
{
    internal GitHubActions()
    {
    }

    public static GitHubActions Instance => NukeBuild.Host as GitHubActions;

    public string Workflow => Text("GITHUB_WORKFLOW");

    public string Action => Text("GITHUB_ACTION");

    public string Actor => Text("GITHUB_ACTOR");

    public string Repository => Text("GITHUB_REPOSITORY");

    public string RepositoryOwner => Text("GITHUB_REPOSITORY_OWNER");

    public string EventName => Text("GITHUB_EVENT_NAME");

    public string EventPath => Text("GITHUB_EVENT_PATH");

    public string Workspace => Text("GITHUB_WORKSPACE");

    public string Sha => Text("GITHUB_SHA");

    public string Ref => Text("GITHUB_REF");

    public string RefName => Text("GITHUB_REF_NAME");

    public string HeadRef => Text("GITHUB_HEAD_REF");

    public string BaseRef => Text("GITHUB_BASE_REF");

    public string RefType => Text("GITHUB_REF_TYPE");

    public long RunAttempt => LongNumber("GITHUB_RUN_ATTEMPT");

    public long RunNumber => LongNumber("GITHUB_RUN_NUMBER");

    public long RunId => LongNumber("GITHUB_RUN_ID");

    public string ServerUrl => Text("GITHUB_SERVER_URL");

    public string Job => Text("GITHUB_JOB");

    public bool IsPullRequest => EventName == "pull_request";

    string IBuildServer.Branch => Ref;

    string IBuildServer.Commit => Sha;

    internal static bool IsRunningGitHubActions => EnvironmentInfo.HasVariable("GITHUB_ACTIONS");

    protected internal override IDisposable WriteBlock(string text)
    {
        Terminal.WriteLine($"::group::{text}");
        return new BlockEnd(() => Terminal.WriteLine($"::endgroup::{text}"));
    }

    protected internal override void ReportWarning(string text, string details = null) => WriteCommand("warning", text);

    protected internal override void ReportError(string text, string details = null) => WriteCommand("error", text);

    /// <summary>A workflow command is one line; what would end it early is escaped.</summary>
    private static void WriteCommand(string command, string text) =>
        Terminal.WriteLine($"::{command}::{text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A")}");
}
