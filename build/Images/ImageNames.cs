using FashionMnist.Build.Git;
using FashionMnist.Models.Packages;
using Nuke.Common.IO;

namespace FashionMnist.Build.Images;

/// <summary>What the image of a checkout is called.</summary>
/// <param name="CommitTag">The commit; with <c>-dirty</c> where uncommitted changes exist.</param>
/// <param name="VersionTag">The version where the commit carries the git tag <c>v&lt;version&gt;</c>, else the version and the commit.</param>
internal sealed record ImageNames(string CommitTag, string VersionTag)
{
    private const string DirtySuffix = "-dirty";
    private const int ShortCommit = 12;

    /// <summary>All tags.</summary>
    public IReadOnlyList<string> Tags => [CommitTag, VersionTag];

    /// <summary>The names of the image of a checkout.</summary>
    /// <param name="root">Folder of the checkout.</param>
    /// <param name="revision">What git says of it.</param>
    /// <param name="version">Version of the software.</param>
    public static ImageNames Of(AbsolutePath root, SourceRevision revision, string version) =>
        Of(revision, version, released: WorkingTree.HasTag(root, $"v{version}"));

    internal static ImageNames Of(SourceRevision revision, string version, bool released)
    {
        var suffix = revision.Dirty ? DirtySuffix : "";
        var commit = revision.Commit.Length > ShortCommit ? revision.Commit[..ShortCommit] : revision.Commit;
        return new ImageNames(revision.Commit + suffix, released && !revision.Dirty ? version : $"{version}-{commit}{suffix}");
    }
}
