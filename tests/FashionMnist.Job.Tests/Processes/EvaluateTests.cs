using System.Security.Cryptography;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>An int8 model against its float32 export, which is right on every image of the dataset here.</summary>
public sealed class EvaluateTests : IDisposable
{
    private static readonly byte[] Float32 = TinyOnnx.Create(seed: 2);
    private readonly TemporaryFolder _folder = new();

    public EvaluateTests() => WriteDataset();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ends_with_81_and_both_figures_if_int8_lost_too_much()
    {
        WriteQuantized(TinyOnnx.Create(seed: 1));

        var outcome = await JobProcess.RunAsync(Evaluate());

        Assert.Equal(ExitCodes.Refused, outcome.ExitCode);
        Assert.Matches(@"int8 accuracy \d+\.\d\d % is more than 0\.20 % below the 100\.00 % of its float32 export", outcome.Error);
        using var report = Report();
        Assert.Equal((1.0, false), (report.RootElement.GetProperty("float32Accuracy").GetDouble(), report.RootElement.GetProperty("passed").GetBoolean()));
        Assert.InRange(report.RootElement.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0, 0.9);
    }

    [Fact]
    public async Task Ends_with_0_if_int8_is_as_good()
    {
        WriteQuantized(Float32);

        var outcome = await JobProcess.RunAsync(Evaluate());

        Assert.Equal(ExitCodes.Ok, outcome.ExitCode);
        using var report = Report();
        Assert.Equal(1.0, report.RootElement.GetProperty("float32Accuracy").GetDouble());
        Assert.Contains("its float32 export has 100.00 %", report.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_larger_loss_may_be_allowed_in_the_configuration()
    {
        WriteQuantized(TinyOnnx.Create(seed: 1));

        Assert.Equal(ExitCodes.Ok, (await JobProcess.RunAsync(Evaluate("--set", "gate.maximumPrecisionLoss=1"))).ExitCode);
    }

    private string[] Evaluate(params string[] more) =>
    [
        "evaluate", "--package", _folder["model"], "--dataset", _folder["dataset.json"], "--output", _folder["evaluation.json"],
        "--set", "gate.minimumAccuracy=0", "--log-format", "text", .. more,
    ];

    private JsonDocument Report() => JsonDocument.Parse(File.ReadAllText(_folder["evaluation.json"]));

    private void WriteQuantized(byte[] onnx)
    {
        TinyPackage.Write(_folder["model"], onnx, x => x with
        {
            Name = "fashion-mnist",
            Quantization = new QuantizationProvenance(10, TinyPackage.Manifest(Float32).Onnx.Sha256),
        });
        File.WriteAllBytes(_folder["model", PackageFiles.Float32Onnx], Float32);
    }

    private void WriteDataset()
    {
        var images = new TestImages(50);
        using var classifier = new FashionMnistClassifier(Float32, TinyPackage.Manifest(Float32), threads: 1);
        var probabilities = new float[50 * LabelMap.Count];
        classifier.Predict(images.Images, 50, probabilities);
        byte[] labels = [.. probabilities.Chunk(LabelMap.Count).Select(row => (byte)Array.IndexOf(row, row.Max()))];

        var imagesFile = Write("images", x => IdxWriter.WriteImages(x, images.Images));
        var labelsFile = Write("labels", x => IdxWriter.WriteLabels(x, labels));
        File.WriteAllText(_folder["dataset.json"], new DatasetReference(
            "fashion-mnist", Synthetic: false, _folder.Path, "drawn by a test", imagesFile, labelsFile, imagesFile, labelsFile).ToJson());
    }

    private DatasetFile Write(string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        File.WriteAllBytes(_folder[name], stream.ToArray());
        return new DatasetFile(name, Convert.ToHexStringLower(SHA256.HashData(stream.ToArray())));
    }
}
