using System.Globalization;
using FashionMnist.Models.Packages;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace FashionMnist.Build.Git;

/// <summary>What git says of the checkout.</summary>
internal static class WorkingTree
{
    /// <summary>The ref that made AWS CodeBuild start. It wins: the other variables of a CodeBuild project are whatever its owner wrote there.</summary>
    internal const string WebhookVariable = "CODEBUILD_WEBHOOK_HEAD_REF";

    private const string DetachedHead = "HEAD";

    private static readonly string[] Prefixes = ["refs/heads/", "origin/"];

    private static readonly string[] ServerVariables = [WebhookVariable, "BRANCH_NAME", "GIT_BRANCH", "GITHUB_REF_NAME"];

    /// <summary>The commit and whether uncommitted changes exist; outside of a repository <c>unknown</c> and dirty.</summary>
    public static SourceRevision Revision(AbsolutePath root)
    {
        var commit = Ask(root, "rev-parse HEAD");
        return commit is null ? new SourceRevision("unknown", Dirty: true) : new SourceRevision(commit, Ask(root, "status --porcelain") != "");
    }

    /// <summary>Who wrote a commit; <see langword="null"/> if nobody knows.</summary>
    public static string? Author(AbsolutePath root, string commit) =>
        commit.All(char.IsAsciiHexDigit) && Ask(root, $"log -1 --format=%an {commit}") is { Length: > 0 } name ? name : null;

    /// <summary>The branch, also where a CI server has detached the head; <see langword="null"/> if nobody knows.</summary>
    public static string? Branch(AbsolutePath root, Func<string, string?> variable)
    {
        var fromServer = ServerVariables
            .Select(variable)
            .FirstOrDefault(x => !string.IsNullOrEmpty(x));
        var branch = fromServer ?? Ask(root, "rev-parse --abbrev-ref HEAD");
        return branch is null or DetachedHead ? null : ShortName(branch);
    }

    /// <summary>A branch without what servers write before its name: <c>refs/heads/</c>, and the <c>origin/</c> of GIT_BRANCH.</summary>
    internal static string ShortName(string branch) =>
        Prefixes.FirstOrDefault(x => branch.StartsWith(x, StringComparison.Ordinal)) is { } prefix ? branch[prefix.Length..] : branch;

    /// <summary>Whether this clone knows where a branch of the repository it came from is.</summary>
    public static bool Knows(AbsolutePath root, string branch) => Ask(root, $"rev-parse --verify --quiet {Remote(branch)}") is not null;

    /// <summary>Whether the checked out commit is part of a branch of the repository that this is a clone of.</summary>
    public static bool IsPartOf(AbsolutePath root, string branch) => Ask(root, $"merge-base --is-ancestor HEAD {Remote(branch)}") is not null;

    private static string Remote(string branch) => $"refs/remotes/origin/{branch}";

    /// <summary>When the commit was made; 1970 outside of a repository.</summary>
    public static DateTimeOffset CommitTime(AbsolutePath root) =>
        long.TryParse(Ask(root, "show -s --format=%ct HEAD"), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;

    /// <summary>The tracked files below some paths that exist, with <c>/</c>; <see langword="null"/> outside of a repository.</summary>
    public static IReadOnlyList<string>? Files(AbsolutePath root, params IEnumerable<string> paths) =>
        Ask(root, $"-c core.quotePath=off ls-files -- {string.Join(' ', paths)}")
            ?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(x => File.Exists(root / x)).ToList();

    /// <summary>Whether the commit carries a tag.</summary>
    public static bool HasTag(AbsolutePath root, string tag) => Ask(root, "tag --points-at HEAD")?.Split('\n').Contains(tag) == true;

    /// <summary>
    /// Address of the repository that this is a clone of, without the password that may stand in it; <see langword="null"/> if nobody knows.
    /// </summary>
    public static string? Origin(AbsolutePath root) => Ask(root, "remote get-url origin") is { Length: > 0 } address ? WithoutUser(address) : null;

    internal static string WithoutUser(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri
            : address;

    private static string? Ask(AbsolutePath root, string arguments)
    {
        using var process = Start(root, arguments);
        if (process is null)
            return null;
        process.AssertWaitForExit();
        return process.ExitCode == 0
            ? string.Join('\n', process.Output.Where(x => x.Type == OutputType.Std).Select(x => x.Text)).Trim()
            : null;
    }

    private static IProcess? Start(AbsolutePath root, string arguments)
    {
        try
        {
            return ProcessTasks.StartProcess("git", arguments, workingDirectory: root, logOutput: false, logInvocation: false);
        }
        catch (ArgumentException)
        {
            // There is no git on this machine, so nobody can say.
            return null;
        }
    }
}
