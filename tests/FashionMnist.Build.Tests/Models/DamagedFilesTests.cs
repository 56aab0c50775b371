using FashionMnist.Build.Models;
using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Tests.Models;

/// <summary>Files below artifacts/ that somebody cut short or edited.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private readonly AbsolutePath _folder = Directory.CreateTempSubdirectory("damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "name": 7, "synthetic": "no" }""")]
    public void A_damaged_dataset_reference_is_named_with_what_to_do(string content)
    {
        File.WriteAllText(_folder / "dataset.json", content);

        var e = Assert.Throws<FashionMnistException>(() => DatasetFinding.Read(_folder / "dataset.json"));

        Assert.Equal(ExitCodes.BadInput, e.ExitCode);
        Assert.Equal($"{_folder}/dataset.json: not a dataset reference; delete it and run ./build.sh FetchData", e.Message);
    }

    [Fact]
    public void A_damaged_model_counts_as_not_trained()
    {
        File.WriteAllText(_folder / "model.onnx", "x");
        File.WriteAllText(_folder / "model.json", "{}");

        Assert.False(new Candidate("fingerprint", _folder).IsTrained);
    }
}
