using FashionMnist.Build.Programs;

namespace FashionMnist.Build.Tests.Programs;

public sealed class SourceHashTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hash-").FullName;

    public SourceHashTests()
    {
        Write("src/a.cs", "a");
        Write("src/deep/b.cs", "b");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Stays_the_same_while_nothing_changes() => Assert.Equal(Hash(), Hash());

    [Theory]
    [InlineData("src/a.cs", "changed")]
    [InlineData("src/deep/new.cs", "b")]
    public void Changes_with_content_and_with_new_files(string file, string content)
    {
        var before = Hash();
        Write(file, content);

        Assert.NotEqual(before, Hash());
    }

    [Fact]
    public void Changes_when_a_file_is_renamed()
    {
        var before = Hash();
        File.Move(Path.Combine(_root, "src/a.cs"), Path.Combine(_root, "src/c.cs"));

        Assert.NotEqual(before, Hash());
    }

    [Theory]
    [InlineData("src/bin/x.dll")]
    [InlineData("src/obj/x.json")]
    public void Passes_over_build_output(string file)
    {
        var before = Hash();
        Write(file, "x");

        Assert.Equal(before, Hash());
    }

    private string Hash() => SourceHash.Of(_root, "src", "missing");

    private void Write(string file, string content)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
