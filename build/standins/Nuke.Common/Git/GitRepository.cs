using System.Text.RegularExpressions;
using Nuke.Common.CI;
using Nuke.Common.IO;

namespace Nuke.Common.Git;

public partial class GitRepository
{
    private GitRepository()
    {
    }

    public string Branch { get; private init; }

    public string Commit { get; private init; }

    public string Head { get; private init; }

    public IReadOnlyCollection<string> Tags { get; private init; }

    public string RemoteName { get; private init; }

    public string Identifier { get; private init; }

    public AbsolutePath LocalDirectory { get; private init; }

    public string HttpsUrl => Endpoint is null ? null : $"https://{Endpoint}/{Identifier}.git";

    public string SshUrl => Endpoint is null ? null : $"git@{Endpoint}:{Identifier}.git";

    private string Endpoint { get; init; }

    public static GitRepository FromLocalDirectory(AbsolutePath directory)
    {
        var git = GitDirectory.Above(directory);
        var references = git.References();
        var settings = git.Settings();
        var server = NukeBuild.Host as IBuildServer;
        var branch = server?.Branch ?? (git.Head.StartsWith("refs/heads/", StringComparison.Ordinal) ? git.Head : null);
        branch = branch is null ? null : Prefixes().Replace(branch, "");
        var commit = server?.Commit ?? references.GetValueOrDefault(git.Head)
            ?? (git.Head.StartsWith("refs/", StringComparison.Ordinal) ? null : git.Head);
        var remote = settings.GetValueOrDefault($"branch \"{branch}\".remote");
        var url = Url().Match(settings.GetValueOrDefault($"remote \"{remote ?? "origin"}\".url") ?? "");
        return new GitRepository
        {
            Branch = branch,
            Commit = commit,
            Head = git.Head,
            Tags = [.. references.Where(x => x.Key.StartsWith("refs/tags/", StringComparison.Ordinal) && x.Value == commit)
                .Select(x => x.Key["refs/tags/".Length..])],
            RemoteName = remote,
            Endpoint = url.Success ? url.Groups["endpoint"].Value : null,
            Identifier = url.Success ? url.Groups["identifier"].Value : null,
            LocalDirectory = git.WorkingTree,
        };
    }

    public override string ToString() => HttpsUrl ?? LocalDirectory;

    [GeneratedRegex("^(refs/heads/|origin/)")]
    private static partial Regex Prefixes();

    [GeneratedRegex(@"^(?:\w+://)?(?:[^@/]+@)?(?<endpoint>[^:/]+(?::\d+(?=/))?)[:/](?<identifier>.+?)(?:\.git)?/?$")]
    private static partial Regex Url();
}

public static class GitRepositoryExtensions
{
    public static bool IsOnMainBranch(this GitRepository repository) => Is(repository, "main");

    public static bool IsOnMasterBranch(this GitRepository repository) => Is(repository, "master");

    public static bool IsOnDevelopBranch(this GitRepository repository) => Is(repository, "develop") || Is(repository, "development");

    public static bool IsOnReleaseBranch(this GitRepository repository) =>
        repository.Branch?.StartsWith("release/", StringComparison.OrdinalIgnoreCase) == true;

    private static bool Is(GitRepository repository, string branch) =>
        string.Equals(repository.Branch, branch, StringComparison.OrdinalIgnoreCase);
}
