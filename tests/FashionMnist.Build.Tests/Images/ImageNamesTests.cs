using FashionMnist.Build.Git;
using FashionMnist.Build.Images;
using FashionMnist.Models.Packages;

namespace FashionMnist.Build.Tests.Images;

public sealed class ImageNamesTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData(false, true, Commit, "1.2.3")]
    [InlineData(false, false, Commit, "1.2.3-0123456789ab")]
    [InlineData(true, true, Commit + "-dirty", "1.2.3-0123456789ab-dirty")]
    public void Only_a_clean_commit_with_the_tag_of_the_version_is_called_by_the_version_alone(bool dirty, bool released, string commit, string version) =>
        Assert.Equal(new ImageNames(commit, version), ImageNames.Of(new SourceRevision(Commit, dirty), "1.2.3", released));

    [Theory]
    [InlineData("https://user:token@example.com/a/b.git", "https://example.com/a/b.git")]
    [InlineData("https://example.com/a/b.git", "https://example.com/a/b.git")]
    [InlineData("git@example.com:a/b.git", "git@example.com:a/b.git")]
    public void The_password_in_the_address_of_the_repository_stays_at_home(string address, string expected) =>
        Assert.Equal(expected, WorkingTree.WithoutUser(address));
}
