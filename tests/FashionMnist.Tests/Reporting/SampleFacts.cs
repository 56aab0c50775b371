using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Packages;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input;
using FashionMnist.Reporting;
using FashionMnist.Reporting.Statistics;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Reporting;

/// <summary>A small evaluation and a small run with a fixed clock, everything in them drawn by a rule.</summary>
internal static class SampleFacts
{
    private const int Images = 60;
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly byte[] Labels = [.. Enumerable.Range(0, Images).Select(i => (byte)(i % LabelMap.Count))];

    public static ModelManifest Model { get; } = TinyPackage.Manifest([1, 2, 3]) with
    {
        Name = "fashion-mnist",
        Data = new DatasetProvenance("fashion-mnist", Synthetic: false, new Dictionary<string, string>
        {
            ["train-images-idx3-ubyte.gz"] = new('a', 64),
            ["train-labels-idx1-ubyte.gz"] = new('b', 64),
        }),
        Training = new TrainingProvenance(
            "quick", 7, 2, new string('f', 64), new Dictionary<string, string> { ["epochs"] = "5", ["batchSize"] = "64" }, 113.4),
        Packages = new Dictionary<string, string> { ["TorchSharp"] = "0.107.0", ["Nuke.Common"] = "10.1.0" },
    };

    public static EvaluationFacts Evaluation()
    {
        var (candidate, champion) = (Probabilities(wrongEach: 9), Probabilities(wrongEach: 7));
        var split = new FashionMnistDataset([.. Enumerable.Range(0, Images).SelectMany(Picture)], Labels);
        var statistics = PredictionStatistics.Of(candidate, split);
        var metrics = MetricsCalculator.Calculate(candidate, Labels, latencyMilliseconds: 0.125);
        var championAccuracy = MetricsCalculator.Calculate(champion, Labels, 0).Accuracy;
        var decision = Gate.Decide(metrics.Accuracy, championAccuracy, new GateOptions { MinimumAccuracy = 0.8 });
        return new EvaluationFacts
        {
            Evaluation = new EvaluationReport(
                Model.Onnx.Sha256, "fashion-mnist", metrics, new string('d', 64), championAccuracy, new GateOptions { MinimumAccuracy = 0.8 }, decision.Passed, decision.Reason)
            {
                Comparison = PairedComparison.Of(candidate, champion, Labels),
            },
            Model = Model,
            Dataset = new DatasetReference("fashion-mnist", false, "/data", "folder /data", File("train-images"), File("train-labels"), File("t10k-images"), File("t10k-labels")),
            Statistics = statistics,
            Pass = TimeSpan.FromSeconds(0.5),
            BatchSize = 256,
            Threads = 2,
            Written = Now,
        };

        static DatasetFile File(string name) => new(name, new string('e', 64));
    }

    public static byte[] Predictions(string input = "s3://bucket/today.csv", string reason = "pixel 300, allowed 0 to 255", Shard? shard = null)
    {
        var statistics = new PredictionStatistics();
        for (var i = 0; i < Images; i++)
            statistics.Add(i, Labels[i] * Labels[i] % LabelMap.Count, (i % 17 + 1) / 17f, expected: null, Picture(i));
        statistics.Reject(new RejectedRow(input, 9, reason));
        var classes = LabelMap.Labels.ToDictionary(LabelMap.NameOf, x => statistics.Predicted[x]);
        var run = new PredictionManifest
        {
            SchemaVersion = PredictionManifest.CurrentSchemaVersion,
            RunId = "run-1",
            Shard = shard,
            Model = new ModelIdentity(Model.Name, Model.Onnx.Sha256, new string('9', 64), "store/models/fashion-mnist", null, Model.Source.Commit, Synthetic: false),
            Input = new InputIdentity(input, new string('8', 64), Images + 1),
            Labels = null,
            Outputs = [new OutputIdentity("predictions.csv", new string('7', 64), 1234, Images)],
            Counts = new RowCounts(Images + 1, Images, 1, classes),
            Accuracy = null,
            Durations = new RunDurations(Now, 0.25, 1.5),
            Host = new HostIdentity("host", "Linux", "X64", 2, 2, 256),
            SoftwareVersion = "1.2.3",
        };
        return PredictionPage.Render(run, Model, statistics, "_rejects.jsonl");
    }

    /// <summary>Sure of the right label, but for every n-th image, where the next one is said.</summary>
    private static float[] Probabilities(int wrongEach)
    {
        var probabilities = new float[Images * LabelMap.Count];
        for (var i = 0; i < Images; i++)
        {
            var confidence = 0.4f + i % 13 / 24f;
            probabilities.AsSpan(i * LabelMap.Count, LabelMap.Count).Fill((1 - confidence) / (LabelMap.Count - 1));
            probabilities[i * LabelMap.Count + (Labels[i] + (i % wrongEach == 0 ? 1 : 0)) % LabelMap.Count] = confidence;
        }

        return probabilities;
    }

    private static byte[] Picture(int item) => [.. Enumerable.Range(0, ImageShape.Pixels).Select(x => (byte)(x * (item + 1) % 251))];
}
