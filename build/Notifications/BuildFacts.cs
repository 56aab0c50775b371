using FashionMnist.Build.Git;
using FashionMnist.Build.Pipelines.Jenkins;
using Nuke.Common.IO;

namespace FashionMnist.Build.Notifications;

/// <summary>What is known of a build from outside: where its sources come from, and where to read on.</summary>
internal sealed record BuildFacts(string Repository, string? Branch, string Commit, string? Author, string Build, Uri? BuildUrl, Uri? ReportUrl)
{
    /// <summary>Asks git and the variables of the server.</summary>
    public static BuildFacts Find(AbsolutePath root, Func<string, string?> variable)
    {
        var jenkins = Link(variable("BUILD_URL"));
        // Where checking out failed, the workspace still holds the commit of an earlier build.
        var commit = jenkins is not null && variable(JenkinsScript.Commit) is { Length: > 0 } asked
            ? asked.All(char.IsAsciiHexDigit) ? asked : "unknown"
            : WorkingTree.Revision(root).Commit;
        var github = variable("GITHUB_SERVER_URL") is { } server
            ? Link($"{server}/{variable("GITHUB_REPOSITORY")}/actions/runs/{variable("GITHUB_RUN_ID")}")
            : null;
        return new BuildFacts(
            variable("GITHUB_REPOSITORY") ?? RepositoryOf(WorkingTree.Origin(root)) ?? root.Name,
            WorkingTree.Branch(root, variable),
            commit,
            WorkingTree.Author(root, commit),
            (variable("JOB_NAME"), variable("GITHUB_WORKFLOW"), variable("CODEBUILD_BUILD_ID")) switch
            {
                ({ } job, _, _) => $"{job} {variable("BUILD_DISPLAY_NAME") ?? $"#{variable("BUILD_NUMBER")}"}",
                (_, { } workflow, _) => $"{workflow} #{variable("GITHUB_RUN_NUMBER")}",
                (_, _, { } id) => id,
                _ => "a build on a laptop",
            },
            jenkins ?? github ?? Link(variable("CODEBUILD_BUILD_URL")),
            jenkins is null ? null : new Uri(jenkins, "testReport/"));
    }

    /// <summary>The last two parts of an address, without what may stand before them: user names and tokens.</summary>
    public static string? RepositoryOf(string? origin)
    {
        var parts = origin?.TrimEnd('/').Replace(':', '/').Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length < 2)
            return null;
        var name = parts[^1].EndsWith(".git", StringComparison.Ordinal) ? parts[^1][..^4] : parts[^1];
        return parts[^2].Contains('@', StringComparison.Ordinal) ? name : $"{parts[^2]}/{name}";
    }

    private static Uri? Link(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
