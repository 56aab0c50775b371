using FashionMnist.Build.Output;

namespace FashionMnist.Build.Tests.Output;

public sealed class BuildLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_that_is_not_in_use_stays_where_it_is()
    {
        File.WriteAllText(Path.Combine(_folder, "build.log"), "of an earlier build");
        Assert.True(BuildLog.MakeRoom(_folder));
        Assert.Equal(["build.log"], Names());
    }

    [Fact]
    public void There_is_room_where_no_build_ever_ran() => Assert.True(BuildLog.MakeRoom(Path.Combine(_folder, "missing")));

    [Fact]
    public void The_log_of_a_running_build_makes_room_and_is_removed_after_its_end()
    {
        using (var running = Open())
        {
            Assert.True(BuildLog.MakeRoom(_folder));
            Assert.StartsWith("build.of-another.", Assert.Single(Names()), StringComparison.Ordinal);
            running.Write("still written"u8);
            running.Flush();
            using var second = Open();
            Assert.True(BuildLog.MakeRoom(_folder));
            Assert.Equal(2, Names().Count());
        }

        Assert.True(BuildLog.MakeRoom(_folder));
        Assert.Empty(Names());
    }

    private FileStream Open() => new(Path.Combine(_folder, "build.log"), FileMode.Create, FileAccess.Write, FileShare.None);

    private IEnumerable<string> Names() => Directory.GetFiles(_folder).Select(x => Path.GetFileName(x));
}
