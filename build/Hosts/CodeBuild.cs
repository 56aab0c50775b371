using FashionMnist.Build.Git;
using Nuke.Common;
using Nuke.Common.CI;

namespace FashionMnist.Build.Hosts;

/// <summary>AWS CodeBuild, which the engine does not know; without it a build there would count as one of a laptop.</summary>
public sealed class CodeBuild : Host, IBuildServer
{
    private const string Marker = "CODEBUILD_BUILD_ID";

    public string Branch => Environment.GetEnvironmentVariable(WorkingTree.WebhookVariable) ?? Environment.GetEnvironmentVariable("BRANCH_NAME")!;

    public string Commit => Environment.GetEnvironmentVariable("CODEBUILD_RESOLVED_SOURCE_VERSION")!;

    internal static bool IsRunningCodeBuild => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Marker));
}
