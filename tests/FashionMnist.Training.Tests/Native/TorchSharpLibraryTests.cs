using FashionMnist.Models;
using FashionMnist.Training.Native;
using FashionMnist.Training.Tests.Support;
using Serilog.Core;

namespace FashionMnist.Training.Tests.Native;

public sealed class TorchSharpLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _copy;

    public TorchSharpLibraryTests()
    {
        _copy = _folder["libLibTorchSharp.so"];
        File.Copy(OriginalLibrary.Path, _copy);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Adapts_the_copy_with_one_line_and_keeps_its_time()
    {
        var log = new LogLines();
        var time = File.GetLastWriteTimeUtc(_copy);

        new TorchSharpLibrary(_copy).Adapt(log.Logger);

        Assert.Equal(LibStdCxxAdaptation.Apply(OriginalLibrary.Bytes()), File.ReadAllBytes(_copy));
        Assert.Equal(time, File.GetLastWriteTimeUtc(_copy));
        Assert.Contains(LibStdCxxAdaptation.Version, Assert.Single(log.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_nothing_the_second_time()
    {
        new TorchSharpLibrary(_copy).Adapt(Logger.None);
        var log = new LogLines();

        new TorchSharpLibrary(_copy).Adapt(log.Logger);

        Assert.Empty(log.All);
    }

    [UnixFact]
    public void Never_writes_into_the_file_itself()
    {
        using var original = File.OpenRead(_copy);

        new TorchSharpLibrary(_copy).Adapt(Logger.None);

        using var content = new MemoryStream();
        original.CopyTo(content);
        Assert.Equal(OriginalLibrary.Bytes(), content.ToArray());
    }

    [Fact]
    public void Processes_that_start_together_leave_one_whole_library()
    {
        Parallel.For(0, 8, _ => new TorchSharpLibrary(_copy).Adapt(Logger.None));

        Assert.Equal(LibStdCxxAdaptation.Apply(OriginalLibrary.Bytes()), File.ReadAllBytes(_copy));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_copy)!));
    }

    [Fact]
    public void Refuses_a_library_it_does_not_know_and_leaves_it_alone()
    {
        var other = OriginalLibrary.Bytes();
        other[^1] ^= 1;
        File.WriteAllBytes(_copy, other);

        var problem = Assert.Throws<FashionMnistException>(() => new TorchSharpLibrary(_copy).Adapt(Logger.None));

        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
        Assert.Contains(_copy, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Equal(other, File.ReadAllBytes(_copy));
    }
}
