using FashionMnist.Models;
using FashionMnist.Training.Native;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void The_loaded_library_computes()
    {
        using var sum = arange(5).sum();

        Assert.Equal(10, sum.item<long>());
    }

    [Fact]
    public void A_folder_without_the_library_is_a_problem_of_the_environment()
    {
        using var folder = new TemporaryFolder();

        var problem = Assert.Throws<FashionMnistException>(() => LibTorch.Find(folder["."], "libLibTorchSharp.so"));

        Assert.Equal(ExitCodes.Configuration, problem.ExitCode);
        Assert.Contains("linux-x64, win-x64 and osx-arm64", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_library_of_a_program_published_for_one_platform()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["libLibTorchSharp.so"], "");

        Assert.Equal(folder["libLibTorchSharp.so"], LibTorch.Find(folder[""], "libLibTorchSharp.so"));
    }
}
