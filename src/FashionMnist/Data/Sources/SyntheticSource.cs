using System.Security.Cryptography;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.IO;
using Serilog;

namespace FashionMnist.Data.Sources;

/// <summary>Draws the synthetic dataset into a cache folder, or finds it there.</summary>
internal sealed class SyntheticSource(string cache, DataOptions data, ContractOptions contract) : IDatasetSource
{
    private const int TrainSeed = 1;
    private const int TestSeed = 2;
    private const string ReferenceName = "dataset.json";

    public string Name => "embedded synthetic dataset";

    private string Folder => Path.Combine(cache, $"{contract.TrainCount}-{contract.TestCount}");

    public Task<SourceResult> FindAsync(CancellationToken cancellationToken)
    {
        var referencePath = Path.Combine(Folder, ReferenceName);
        if (File.Exists(referencePath) && DatasetReference.TryParse(File.ReadAllText(referencePath)) is { } known && IsIntact(known))
            return Task.FromResult(new SourceResult(known));

        Log.Information("Drawing {Count} synthetic images", contract.TrainCount + contract.TestCount);
        var (trainImages, trainLabels) = Draw(contract.TrainCount, TrainSeed, data.TrainImages, data.TrainLabels);
        var (testImages, testLabels) = Draw(contract.TestCount, TestSeed, data.TestImages, data.TestLabels);
        var reference = new DatasetReference(
            SyntheticDataset.Name, Synthetic: true, Folder, "drawn by this software", trainImages, trainLabels, testImages, testLabels);
        AtomicFile.Write(referencePath, reference.ToJson());
        return Task.FromResult(new SourceResult(reference));
    }

    private bool IsIntact(DatasetReference reference) =>
        reference.Directory == Folder &&
        reference.Files.All(x => new DataFileOptions { Name = x.Name, Sha256 = x.Sha256 }.ProblemWith(Folder) is null);

    private (DatasetFile Images, DatasetFile Labels) Draw(int count, int seed, DataFileOptions images, DataFileOptions labels)
    {
        var split = SyntheticDataset.Draw(count, seed);
        return (Write(images, x => IdxWriter.WriteImages(x, split.Images)), Write(labels, x => IdxWriter.WriteLabels(x, split.Labels)));
    }

    private DatasetFile Write(DataFileOptions file, Action<Stream> write)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        using var memory = new MemoryStream();
        write(memory);
        AtomicFile.Write(Path.Combine(Folder, name), memory.ToArray());
        return new DatasetFile(name, Convert.ToHexStringLower(SHA256.HashData(memory.ToArray())));
    }
}
