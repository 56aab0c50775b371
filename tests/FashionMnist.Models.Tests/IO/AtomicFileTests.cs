using FashionMnist.Models.IO;
using FashionMnist.Testing;

namespace FashionMnist.Models.Tests.IO;

public sealed class AtomicFileTests
{
    [Fact]
    public void Writes_the_whole_file_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["sub", "file"], "old");
        AtomicFile.Write(folder["sub", "file"], "new");

        Assert.Equal("new", File.ReadAllText(folder["sub", "file"]));
        Assert.Single(Directory.GetFileSystemEntries(folder["sub"]));
    }

    [Fact]
    public void A_failure_half_way_keeps_the_old_file()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["file"], "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(folder["file"], stream =>
        {
            stream.WriteByte(1);
            throw new IOException("no room");
        }));

        Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Does_not_put_a_file_in_the_place_of_a_device()
    {
        var e = Assert.Throws<FashionMnistException>(() => AtomicFile.Write("/dev/null", "text"));
        Assert.Equal(ExitCodes.CannotWriteOutput, e.ExitCode);
    }
}
