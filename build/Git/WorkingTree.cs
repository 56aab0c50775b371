using FashionMnist.Models.Packages;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace FashionMnist.Build.Git;

/// <summary>What git says of the checkout.</summary>
internal static class WorkingTree
{
    private static readonly string[] ServerVariables = ["BRANCH_NAME", "GIT_BRANCH", "GITHUB_REF_NAME"];

    /// <summary>The commit and whether uncommitted changes exist; outside of a repository <c>unknown</c> and dirty.</summary>
    public static SourceRevision Revision(AbsolutePath root)
    {
        var commit = Ask(root, "rev-parse HEAD");
        return commit is null ? new SourceRevision("unknown", Dirty: true) : new SourceRevision(commit, Ask(root, "status --porcelain") != "");
    }

    /// <summary>Who wrote the commit; <see langword="null"/> if nobody knows.</summary>
    public static string? Author(AbsolutePath root) => Ask(root, "log -1 --format=%an") is { Length: > 0 } name ? name : null;

    /// <summary>Address of the repository that this is a clone of; <see langword="null"/> if nobody knows.</summary>
    public static string? Origin(AbsolutePath root) => Ask(root, "config --get remote.origin.url");

    /// <summary>The branch, also where a CI server has detached the head; <see langword="null"/> if nobody knows.</summary>
    public static string? Branch(AbsolutePath root)
    {
        var fromServer = ServerVariables
            .Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(x => !string.IsNullOrEmpty(x));
        var branch = fromServer ?? Ask(root, "rev-parse --abbrev-ref HEAD");
        return branch?.Replace("refs/heads/", "", StringComparison.Ordinal).Replace("origin/", "", StringComparison.Ordinal);
    }

    private static string? Ask(AbsolutePath root, string arguments)
    {
        using var process = ProcessTasks.StartProcess(
            "git", arguments, workingDirectory: root, logOutput: false, logInvocation: false);
        process.AssertWaitForExit();
        return process.ExitCode == 0
            ? string.Join('\n', process.Output.Where(x => x.Type == OutputType.Std).Select(x => x.Text)).Trim()
            : null;
    }
}
