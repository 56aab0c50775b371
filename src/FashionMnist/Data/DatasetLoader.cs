using System.Security.Cryptography;
using FashionMnist.Models;

namespace FashionMnist.Data;

/// <summary>Loads the dataset that a dataset.json names.</summary>
public static class DatasetLoader
{
    /// <summary>Reads dataset.json and the four files it names, proving each hash.</summary>
    /// <param name="referenceFile">Path of dataset.json.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> if a file is missing, <see cref="ExitCodes.Integrity"/> if a hash differs,
    /// <see cref="ExitCodes.BadInput"/> if the content is malformed.
    /// </exception>
    public static DatasetSplits Load(string referenceFile)
    {
        var reference = LoadReference(referenceFile);
        return new DatasetSplits(
            LoadTrain(reference),
            LoadTest(reference),
            reference.Name,
            reference.Synthetic,
            reference.Files.ToDictionary(x => x.Name, x => x.Sha256));
    }

    /// <summary>Reads the training split only; no file of the test split is opened. Errors are those of <see cref="Load"/>.</summary>
    public static FashionMnistDataset LoadTrain(DatasetReference reference) => LoadSplit(reference, reference.TrainImages, reference.TrainLabels);

    /// <summary>Reads the test split only. Errors are those of <see cref="Load"/>.</summary>
    public static FashionMnistDataset LoadTest(DatasetReference reference) => LoadSplit(reference, reference.TestImages, reference.TestLabels);

    /// <summary>Reads dataset.json. Errors are those of <see cref="Load"/>.</summary>
    public static DatasetReference LoadReference(string referenceFile)
    {
        if (!File.Exists(referenceFile))
            throw new FashionMnistException(ExitCodes.NotFound, $"{referenceFile}: not there; ./build.sh FetchData writes it");
        return DatasetReference.TryParse(File.ReadAllText(referenceFile))
            ?? throw new FashionMnistException(ExitCodes.BadInput, $"{referenceFile}: not a dataset reference; delete it and run ./build.sh FetchData");
    }

    /// <summary>Reads images and labels that came in, without knowing their hashes. Other errors are those of <see cref="Load"/>.</summary>
    public static FashionMnistDataset LoadPair(string imagesFile, string labelsFile) => Read(
        new MemoryStream(ReadFile(imagesFile)), imagesFile, new MemoryStream(ReadFile(labelsFile)), labelsFile);

    private static FashionMnistDataset LoadSplit(DatasetReference reference, DatasetFile images, DatasetFile labels) =>
        Read(OpenVerified(reference, images), images.Name, OpenVerified(reference, labels), labels.Name);

    private static FashionMnistDataset Read(Stream images, string imagesName, Stream labels, string labelsName)
    {
        using var imageReader = IdxReader.OpenImages(images, imagesName);
        using var labelReader = IdxReader.OpenLabels(labels, labelsName);
        if (imageReader.Count != labelReader.Count)
        {
            throw new FashionMnistException(
                ExitCodes.BadInput,
                $"{imagesName}: offset 4: {imageReader.Count} images, but {labelsName} has {labelReader.Count} labels");
        }

        return new FashionMnistDataset(imageReader.ReadToEnd(), labelReader.ReadToEnd());
    }

    private static MemoryStream OpenVerified(DatasetReference reference, DatasetFile file)
    {
        var path = Path.Combine(reference.Directory, file.Name);
        var bytes = ReadFile(path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == file.Sha256
            ? new MemoryStream(bytes)
            : throw new FashionMnistException(ExitCodes.Integrity, $"{path}: expected SHA-256 {file.Sha256}, actual {actual}");
    }

    private static byte[] ReadFile(string path) => File.Exists(path)
        ? File.ReadAllBytes(path)
        : throw new FashionMnistException(ExitCodes.NotFound, $"{path}: not there");
}
