using System.Security.Cryptography;
using FashionMnist.Data;
using FashionMnist.Job.Tests.Processes;
using FashionMnist.Models;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Reporting;

/// <summary>Reports that the real program wrote about a tiny model and random images.</summary>
internal sealed class ReportScene : IDisposable
{
    public const int Rows = 400;
    private readonly JobScene _scene = new();

    public TestImages Images { get; } = new(Rows);

    public string this[params string[] parts] => _scene[parts];

    /// <summary>The report of an evaluation against another tiny model.</summary>
    public async Task<string> EvaluateAsync(string minimumAccuracy = "0.01", int exitCode = ExitCodes.Ok)
    {
        TinyPackage.Write(_scene["champion"], TinyOnnx.Create(seed: 2));
        Images.WriteIdx(_scene["t10k-images"]);
        Images.WriteIdxLabels(_scene["t10k-labels"]);
        var (images, labels) = (Described("t10k-images"), Described("t10k-labels"));
        var reference = new DatasetReference("tiny-data", false, _scene["."], "this test", images, labels, images, labels);
        await File.WriteAllTextAsync(_scene["dataset.json"], reference.ToJson());

        var outcome = await JobProcess.RunAsync(
            "evaluate", "--package", _scene["model"], "--champion", _scene["champion"], "--dataset", _scene["dataset.json"],
            "--output", _scene["evaluation.json"], "--report", _scene["report.html"], "--log-format", "text",
            "--set", $"gate.minimumAccuracy={minimumAccuracy}", "--set", "gate.maximumRegression=1");
        Assert.True(outcome.ExitCode == exitCode, outcome.Error);
        return _scene["report.html"];
    }

    /// <summary>The report of predictions without labels, written from a CSV file of the given name with one row that is none.</summary>
    public async Task<string> PredictAsync(string name = "images.csv")
    {
        await File.WriteAllLinesAsync(
            _scene[name],
            Enumerable.Range(0, Rows).Select(i => i == 9 ? "<img src=x onerror=alert(1)>" : Images.Pixels(i)).Prepend(TestImages.Header(labelled: false)));
        var outcome = await JobProcess.RunAsync(_scene.Predict(name, "--on-error", "skip", "--report"));
        Assert.True(outcome.ExitCode == ExitCodes.Ok, outcome.Error);
        return _scene["out", "_report.html"];
    }

    public void Dispose() => _scene.Dispose();

    private DatasetFile Described(string name) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_scene[name]))));
}
