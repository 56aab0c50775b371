using System.Globalization;
using System.Security.Cryptography;
using FashionMnist.Data;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Running;

namespace FashionMnist.Training.Tests.Support;

/// <summary>A training that takes a second or two: few synthetic images, a narrow network.</summary>
internal sealed class SmallTraining : IDisposable
{
    /// <summary>The settings that make it small; one thread, so that tests beside it do not matter.</summary>
    public static readonly string[] Settings =
    [
        "training.threads=1",
        "training.profiles.quick.width=2",
        "training.profiles.quick.epochs=4",
        "training.profiles.quick.batchSize=32",
        "training.profiles.quick.emaDecay=0.9",
    ];

    private readonly TemporaryFolder _folder = new();

    public SmallTraining()
    {
        var data = Directory.CreateDirectory(Data).FullName;
        var files = new List<DatasetFile>();
        foreach (var (name, split) in new[] { ("train", SyntheticDataset.Draw(320, seed: 1)), ("test", SyntheticDataset.Draw(100, seed: 2)) })
        {
            files.Add(Write(data, $"{name}-images", stream => IdxWriter.WriteImages(stream, split.Images)));
            files.Add(Write(data, $"{name}-labels", stream => IdxWriter.WriteLabels(stream, split.Labels)));
        }

        File.WriteAllText(DatasetFile, new DatasetReference(
            SyntheticDataset.Name, Synthetic: true, data, "drawn by a test", files[0], files[1], files[2], files[3]).ToJson());
    }

    public static TrainingProfile Profile => Configuration().Options.Training.Profiles["quick"];

    private string Data => _folder["data"];

    public string DatasetFile => _folder["dataset.json"];

    public static string Fingerprint(int number) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));

    public static EffectiveConfiguration Configuration(params string[] settings) =>
        ConfigurationLoader.Load(file: null, new Dictionary<string, string>(), [.. Settings, .. settings]);

    /// <summary>Takes the files of the test split away.</summary>
    public void DeleteTestSet()
    {
        foreach (var file in Directory.GetFiles(Data, "test-*"))
            File.Delete(file);
    }

    /// <summary>Path of an output folder.</summary>
    public string Output(string name = "model") => _folder[name];

    public string PathOf(string output, string name) => Path.Combine(Output(output), name);

    public byte[] Onnx(string output = "model") => File.ReadAllBytes(PathOf(output, PackageFiles.Onnx));

    public ModelManifest Manifest(string output = "model")
    {
        var file = PathOf(output, PackageFiles.Manifest);
        return ManifestSerializer.Deserialize(File.ReadAllBytes(file), file);
    }

    public void Run(LogLines? log = null, string output = "model", int fingerprint = 1, CancellationToken cancellation = default, params string[] settings) =>
        new TrainingRun(
            new TrainingRequest(
                DatasetFile, Output(output), Fingerprint(fingerprint), Configuration(settings), new SourceRevision(new string('a', 40), Dirty: true), "NUKE 10.1.0"),
            (log ?? new LogLines()).Logger,
            TimeProvider.System).Execute(cancellation);

    /// <summary>Runs until an epoch is done and stops then, as Ctrl-C would.</summary>
    public void RunUntilEpoch(int epoch, string output = "model", int fingerprint = 1, params string[] settings)
    {
        using var stop = new CancellationTokenSource();
        var log = new LogLines(line =>
        {
            if (line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch} of"), StringComparison.Ordinal))
                stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Run(log, output, fingerprint, stop.Token, settings));
    }

    public void Dispose() => _folder.Dispose();

    private static DatasetFile Write(string folder, string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        File.WriteAllBytes(Path.Combine(folder, name), stream.ToArray());
        return new DatasetFile(name, Convert.ToHexStringLower(SHA256.HashData(stream.ToArray())));
    }
}
