using FashionMnist.Build.Git;
using FashionMnist.Models.Packages;
using Nuke.Common.IO;

namespace FashionMnist.Build.Tests.Git;

public sealed class WorkingTreeTests : IDisposable
{
    private readonly AbsolutePath _folder = Directory.CreateTempSubdirectory("no-repository-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Outside_of_a_repository_the_commit_is_unknown_and_the_tree_dirty() =>
        Assert.Equal(new SourceRevision("unknown", Dirty: true), WorkingTree.Revision(_folder));
}
