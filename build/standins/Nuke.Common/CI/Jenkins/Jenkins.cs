using static Nuke.Common.CI.ServerVariables;

namespace Nuke.Common.CI.Jenkins;

public class Jenkins : Host, IBuildServer
{
    internal Jenkins()
    {
    }

    public static Jenkins Instance => NukeBuild.Host as Jenkins;

    public string BranchName => Text("BRANCH_NAME");

    public string BuilDisplayName => Text("BUILD_DISPLAY_NAME");

    public int BuildNumber => Number("BUILD_NUMBER");

    public string BuildTag => Text("BUILD_TAG");

    public string ChangeId => Text("CHANGE_ID");

    public int ExecutorNumber => Number("EXECUTOR_NUMBER");

    public string GitBranch => Text("GIT_BRANCH");

    public string GitCommit => Text("GIT_COMMIT");

    public string GitPreviousCommit => Text("GIT_PREVIOUS_COMMIT");

    public string GitPreviousSuccessfulCommit => Text("GIT_PREVIOUS_SUCCESSFUL_COMMIT");

    public string GitUrl => Text("GIT_URL");

    public string JenkinsHome => Text("JENKINS_HOME");

    public string JobBaseName => Text("JOB_BASE_NAME");

    public string JobDisplayUrl => Text("JOB_DISPLAY_URL");

    public string JobName => Text("JOB_NAME");

    public string NodeLabels => Text("NODE_LABELS");

    public string NodeName => Text("NODE_NAME");

    public string RunChangesDisplayUrl => Text("RUN_CHANGES_DISPLAY_URL");

    public string RunDisplayUrl => Text("RUN_DISPLAY_URL");

    public string Workspace => Text("WORKSPACE");

    string IBuildServer.Branch => GitBranch ?? BranchName;

    string IBuildServer.Commit => GitCommit;

    internal static bool IsRunningJenkins => EnvironmentInfo.HasVariable("JENKINS_HOME");
}
