using FashionMnist.Build.Git;
using FashionMnist.Models.Packages;
using Nuke.Common.IO;

namespace FashionMnist.Build.Tests.Git;

public sealed class WorkingTreeTests : IDisposable
{
    private readonly AbsolutePath _folder = Directory.CreateTempSubdirectory("no-repository-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("master", "master")]
    [InlineData("refs/heads/master", "master")]
    [InlineData("origin/master", "master")]
    [InlineData("feature/origin/x", "feature/origin/x")]
    public void Only_what_a_server_writes_before_a_branch_is_taken_off(string branch, string name) => Assert.Equal(name, WorkingTree.ShortName(branch));

    [Fact]
    public void Outside_of_a_repository_the_commit_is_unknown_and_the_tree_dirty() =>
        Assert.Equal(new SourceRevision("unknown", Dirty: true), WorkingTree.Revision(_folder));
}
