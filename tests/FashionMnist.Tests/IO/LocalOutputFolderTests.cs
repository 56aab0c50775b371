using System.Security.Cryptography;
using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Tests.IO;

public sealed class LocalOutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Shows_nothing_before_it_publishes()
    {
        var path = _temporary["made", "on", "the", "way"];
        using var folder = new LocalOutputFolder(path);
        var file = Write(folder, "a.csv", "1,2\n");
        Assert.False(File.Exists(Path.Combine(path, "a.csv")));

        file.Finish();
        await folder.PublishAsync([file], [], CancellationToken.None);

        Assert.Equal("1,2\n", await File.ReadAllTextAsync(Path.Combine(path, "a.csv")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("1,2\n"u8)), file.Sha256);
        Assert.Equal(4, file.Bytes);
    }

    [Fact]
    public async Task Replaces_what_is_there_and_removes_what_is_outdated()
    {
        await File.WriteAllTextAsync(_temporary["a.csv"], "old");
        await File.WriteAllTextAsync(_temporary["marker"], "old");
        using var folder = new LocalOutputFolder(_temporary.Path);
        var file = Write(folder, "a.csv", "new");
        file.Finish();

        await folder.PublishAsync([file], ["marker", "never-there"], CancellationToken.None);

        Assert.Equal("new", await File.ReadAllTextAsync(_temporary["a.csv"]));
        Assert.False(File.Exists(_temporary["marker"]));
    }

    [Fact]
    public void Leaves_no_trace_if_it_never_publishes()
    {
        File.WriteAllText(_temporary["a.csv"], "old");
        using (var folder = new LocalOutputFolder(_temporary.Path))
            Write(folder, "a.csv", "new");

        Assert.Equal([_temporary["a.csv"]], Directory.GetFiles(_temporary.Path));
        Assert.Equal("old", File.ReadAllText(_temporary["a.csv"]));
    }

    [Fact]
    public void Clears_what_a_killed_process_left_but_not_what_a_living_one_builds()
    {
        var dead = _temporary[".a.csv.0123.tmp"];
        var foreign = _temporary[".b.csv.0123.tmp"];
        File.WriteAllText(dead, "half");
        File.WriteAllText(foreign, "half");
        using var other = new LocalOutputFolder(_temporary.Path);
        var living = other.Create("a.csv");

        using var folder = new LocalOutputFolder(_temporary.Path);
        folder.Create("a.csv");

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(foreign));
        Assert.True(File.Exists(living.TemporaryPath));
    }

    [Fact]
    public void Says_where_it_cannot_write()
    {
        File.WriteAllText(_temporary["file"], "in the way");
        var refusal = Assert.Throws<FashionMnistException>(() => new LocalOutputFolder(_temporary["file", "out"]).Create("x"));
        Assert.Equal(ExitCodes.CannotWriteOutput, refusal.ExitCode);
        Assert.Contains(_temporary["file", "out"], refusal.Message, StringComparison.Ordinal);
    }

    private static StagedFile Write(LocalOutputFolder folder, string name, string text)
    {
        var file = folder.Create(name);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return file;
    }
}
