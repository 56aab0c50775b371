using System.Globalization;
using System.Security.Cryptography;
using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Prediction;

public sealed class PredictionRunTests : IDisposable
{
    private const int Rows = 300;

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Writes_what_the_model_says_about_each_image()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WriteIdxLabels(_scene["labels.gz"]);
        var request = _scene.WithLabels(_scene.Request("images", "out"), "labels.gz");

        var result = await PredictionScene.RunAsync(request);

        var probabilities = Probabilities(request.BatchSize);
        var right = 0;
        var lines = await File.ReadAllLinesAsync(_scene["out", "predictions.csv"]);
        Assert.Equal(Rows + 1, lines.Length);
        for (var i = 0; i < Rows; i++)
        {
            var row = probabilities.AsSpan(i * LabelMap.Count, LabelMap.Count);
            var label = MetricsCalculator.Best(row);
            right += label == _images.Labels[i] ? 1 : 0;
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"{i},{label},{LabelMap.NameOf(label)},{row[label]},{_images.Labels[i]}"),
                lines[i + 1]);
        }

        Assert.Equal((double)right / Rows, result.Manifest.Accuracy);
    }

    [Fact]
    public async Task Every_form_of_the_same_images_gives_the_same_predictions()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WriteIdx(_scene["images.gz"]);
        _images.WriteIdxLabels(_scene["labels"]);
        _images.WriteCsv(_scene["images.csv"]);
        _images.WriteCsv(_scene["packed.csv.gz"]);

        await PredictionScene.RunAsync(_scene.WithLabels(_scene.Request("images", "raw"), "labels"));
        await PredictionScene.RunAsync(_scene.WithLabels(_scene.Request("images.gz", "gz"), "labels"));
        await PredictionScene.RunAsync(_scene.Request("images.csv", "csv"));
        await PredictionScene.RunAsync(_scene.Request("packed.csv.gz", "csvgz"));

        var expected = _scene.Read("raw", "predictions.csv");
        Assert.Equal(expected, _scene.Read("gz", "predictions.csv"));
        Assert.Equal(expected, _scene.Read("csv", "predictions.csv"));
        Assert.Equal(expected, _scene.Read("csvgz", "predictions.csv"));
    }

    [Theory]
    [InlineData("images.csv.gz")]
    [InlineData("images.gz")]
    public async Task Rows_that_follow_as_no_proper_gzip_member_are_never_left_out_in_silence(string name)
    {
        if (name.Contains("csv", StringComparison.Ordinal))
            _images.WriteCsv(_scene[name]);
        else
            _images.WriteIdx(_scene[name]);
        var damaged = _scene.Read(name);
        damaged[1] ^= 1;
        await File.AppendAllBytesAsync(_scene[name], damaged);

        var refusal = await Refused(_scene.Request(name, "out") with { OnError = ErrorPolicy.Skip });

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith(_scene[name], refusal.Message, StringComparison.Ordinal);
        Assert.Contains("member 1: bytes follow it that are neither another member nor zeros", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_scene["out", "predictions.csv"]));
    }

    [Fact]
    public async Task The_manifest_names_model_input_and_outputs_with_their_hashes()
    {
        _images.WriteCsv(_scene["images.csv"], (i, row) => i == 7 ? "bad" : row);
        var request = _scene.Request("images.csv", "out") with { OnError = ErrorPolicy.Skip, Identity = new RunIdentity("run-1", null) };

        await PredictionScene.RunAsync(request);

        var manifest = PredictionManifest.Parse(await File.ReadAllTextAsync(_scene["out", "run-1", "_manifest.json"]));
        Assert.Equal(PredictionManifest.CurrentSchemaVersion, manifest.SchemaVersion);
        Assert.Equal("run-1", manifest.RunId);
        Assert.Null(manifest.Shard);
        Assert.Equal(Sha256("model", "model.onnx"), manifest.Model.PackageId);
        Assert.Equal(Sha256("model", "model.json"), manifest.Model.ManifestSha256);
        Assert.Equal(new string('c', 40), manifest.Model.Commit);
        Assert.Equal(new InputIdentity(_scene["images.csv"], Sha256("images.csv"), Rows), manifest.Input);
        Assert.Equal(
            [
                Output("predictions.csv", Rows - 1),
                Output("_rejects.jsonl", 1),
            ],
            manifest.Outputs);
        Assert.Equal((Rows, Rows - 1, 1), (manifest.Counts.Read, manifest.Counts.Predicted, manifest.Counts.Rejected));
        Assert.Equal(LabelMap.Names, manifest.Counts.PerClass.Keys);
        Assert.Equal(Rows - 1, manifest.Counts.PerClass.Values.Sum());
        Assert.NotNull(manifest.Accuracy);
        Assert.Equal((1, request.BatchSize), (manifest.Host.Threads, manifest.Host.BatchSize));

        OutputIdentity Output(string name, long rows) =>
            new(name, Sha256("out", "run-1", name), new FileInfo(_scene["out", "run-1", name]).Length, rows);
    }

    [Fact]
    public async Task Rejected_rows_keep_their_file_row_and_reason()
    {
        _images.WriteCsv(_scene["images.csv"], (i, row) => i == 7 ? "a,\"b\"" : row);
        await PredictionScene.RunAsync(_scene.Request("images.csv", "out") with { OnError = ErrorPolicy.Skip });

        Assert.Equal(
            $$"""{"file":"{{_scene["images.csv"]}}","row":9,"reason":"2 columns, expected 785"}""" + "\n",
            await File.ReadAllTextAsync(_scene["out", "_rejects.jsonl"]));
        var predictions = await File.ReadAllLinesAsync(_scene["out", "predictions.csv"]);
        Assert.DoesNotContain(predictions, x => x.StartsWith("7,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_label_of_an_idx_file_can_be_set_aside()
    {
        _images.Labels[3] = 10;
        _images.WriteIdx(_scene["images"]);
        _images.WriteIdxLabels(_scene["labels"]);
        var request = _scene.WithLabels(_scene.Request("images", "out"), "labels");

        var refusal = await Refused(request);
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith($"{_scene["labels"]}: row 4: label 10, allowed 0 to 9", refusal.Message, StringComparison.Ordinal);

        var result = await PredictionScene.RunAsync(request with { OnError = ErrorPolicy.Skip });
        Assert.Equal(1, result.Manifest.Counts.Rejected);
        var lines = await File.ReadAllLinesAsync(_scene["out", "predictions.csv"]);
        Assert.StartsWith("2,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("4,", lines[4], StringComparison.Ordinal);

        var probabilities = Probabilities(_images.Images[(4 * ImageShape.Pixels)..(5 * ImageShape.Pixels)]);
        Assert.Equal($"{MetricsCalculator.Best(probabilities)}", lines[4].Split(',')[1]);
    }

    [Fact]
    public async Task A_bad_row_stops_the_run_and_what_was_there_stays()
    {
        _images.WriteCsv(_scene["images.csv"]);
        var request = _scene.Request("images.csv", "out") with { BatchSize = 16 };
        await PredictionScene.RunAsync(request);
        var (predictions, manifest) = (_scene.Read("out", "predictions.csv"), _scene.Read("out", "_manifest.json"));

        _images.WriteCsv(_scene["images.csv"], (i, row) => i == 250 ? "bad" : row);
        var refusal = await Refused(request);

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith($"{_scene["images.csv"]}: row 252: 1 columns, expected 785", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(predictions, _scene.Read("out", "predictions.csv"));
        Assert.Equal(manifest, _scene.Read("out", "_manifest.json"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_scene["out"]).Length);
    }

    [Fact]
    public async Task A_rerun_replaces_everything_and_drops_rejects_of_before()
    {
        _images.WriteCsv(_scene["images.csv"], (i, row) => i == 0 ? "bad" : row);
        await PredictionScene.RunAsync(_scene.Request("images.csv", "out") with { OnError = ErrorPolicy.Skip });
        _images.WriteCsv(_scene["images.csv"]);
        await PredictionScene.RunAsync(_scene.Request("images.csv", "out"));

        Assert.Equal(
            ["_manifest.json", "predictions.csv"],
            Directory.GetFiles(_scene["out"]).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
        Assert.Equal(Rows + 1, (await File.ReadAllLinesAsync(_scene["out", "predictions.csv"])).Length);
    }

    [Fact]
    public async Task A_report_lies_beside_the_predictions_and_the_manifest_names_it()
    {
        _images.WriteCsv(_scene["images.csv"]);
        var result = await PredictionScene.RunAsync(_scene.Request("images.csv", "out") with { Report = true });

        var report = result.Manifest.Report;
        Assert.NotNull(report);
        Assert.Equal(("_report.html", Sha256("out", "_report.html")), (report.File, report.Sha256));
        Assert.Equal(report.Bytes, _scene.Read("out", "_report.html").Length);
        var page = await File.ReadAllTextAsync(_scene["out", "_report.html"]);
        Assert.Contains(Sha256("images.csv"), page, StringComparison.Ordinal);
        Assert.Contains(result.Manifest.Accuracy!.Value.ToString("P2", CultureInfo.InvariantCulture).Replace(' ', '\u00a0'), page, StringComparison.Ordinal);
        Assert.Single(result.Manifest.Outputs);
    }

    [Fact]
    public async Task A_rerun_without_a_report_drops_the_one_of_before()
    {
        _images.WriteIdx(_scene["images"]);
        await PredictionScene.RunAsync(_scene.Request("images", "out") with { Report = true });
        var result = await PredictionScene.RunAsync(_scene.Request("images", "out"));

        Assert.Null(result.Manifest.Report);
        Assert.Equal(
            ["_manifest.json", "predictions.csv"],
            Directory.GetFiles(_scene["out"]).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_shard_has_a_report_of_its_own_part()
    {
        _images.WriteIdx(_scene["images"]);
        foreach (var number in new[] { 1, 2 })
        {
            var identity = new RunIdentity(null, new Shard(number, 2));
            var result = await PredictionScene.RunAsync(_scene.Request("images", "out") with { BatchSize = 16, Report = true, Identity = identity });

            var page = await File.ReadAllTextAsync(_scene["out", $"_report-0000{number}-of-00002.html"]);
            Assert.Contains($"part {number} of 2 only", page, StringComparison.Ordinal);
            Assert.Contains($"{result.Manifest.Counts.Predicted}\u00a0images", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_input_has_a_report_too()
    {
        new TestImages(0).WriteIdx(_scene["images"]);
        await PredictionScene.RunAsync(_scene.Request("images", "out") with { Report = true });

        Assert.Contains("No image was predicted.", await File.ReadAllTextAsync(_scene["out", "_report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_labels_beside_a_csv_file()
    {
        _images.WriteCsv(_scene["images.csv"]);
        _images.WriteIdxLabels(_scene["labels"]);
        Assert.Equal(ExitCodes.Usage, (await Refused(_scene.WithLabels(_scene.Request("images.csv", "out"), "labels"))).ExitCode);
    }

    [Fact]
    public async Task Refuses_labels_of_another_number_of_images()
    {
        _images.WriteIdx(_scene["images"]);
        new TestImages(Rows - 1).WriteIdxLabels(_scene["labels"]);
        var refusal = await Refused(_scene.WithLabels(_scene.Request("images", "out"), "labels"));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Contains("300 images", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("299 labels", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images")]
    [InlineData("images.gz")]
    [InlineData("images.csv.gz")]
    public async Task Refuses_a_truncated_file_in_either_policy(string name)
    {
        if (name.Contains("csv", StringComparison.Ordinal))
            _images.WriteCsv(_scene[name]);
        else
            _images.WriteIdx(_scene[name]);
        var bytes = _scene.Read(name);
        await File.WriteAllBytesAsync(_scene[name], bytes[..(bytes.Length / 2)]);

        foreach (var policy in new[] { ErrorPolicy.Stop, ErrorPolicy.Skip })
        {
            var refusal = await Refused(_scene.Request(name, "out") with { OnError = policy });
            Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
            Assert.StartsWith(_scene[name], refusal.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.Exists(_scene["out"]) ? Directory.GetFileSystemEntries(_scene["out"]) : []);
        }
    }

    [Fact]
    public async Task Refuses_bytes_after_the_last_image_in_a_single_process_and_in_the_last_shard()
    {
        _images.WriteIdx(_scene["images"]);
        await File.AppendAllTextAsync(_scene["images"], "x");
        var request = _scene.Request("images", "out") with { BatchSize = 16 };

        Assert.Equal(ExitCodes.BadInput, (await Refused(request)).ExitCode);
        Assert.Equal(ExitCodes.BadInput, (await Refused(request with { Identity = new RunIdentity(null, new Shard(2, 2)) })).ExitCode);
    }

    [Fact]
    public async Task Refuses_an_empty_file()
    {
        await File.WriteAllBytesAsync(_scene["images"], []);
        var refusal = await Refused(_scene.Request("images", "out"));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Contains("the file is empty", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_progress_up_to_the_end()
    {
        _images.WriteIdx(_scene["images"]);
        var reports = new List<PredictionProgress>();
        await new PredictionRun(_scene.Request("images", "out") with { BatchSize = 100 }, TimeProvider.System)
            .RunAsync(reports.Add, CancellationToken.None);
        Assert.Equal([new(100, Rows), new(200, Rows), new(300, Rows)], reports);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_nothing()
    {
        _images.WriteIdx(_scene["images"]);
        using var stop = new CancellationTokenSource();
        var run = new PredictionRun(_scene.Request("images", "out") with { BatchSize = 10 }, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(_ => stop.Cancel(), stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_scene["out"]));
    }

    private static async Task<FashionMnistException> Refused(PredictionRequest request)
    {
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(request));
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal;
    }

    private float[] Probabilities(int batchSize) => [.. _images.Images.Chunk(batchSize * ImageShape.Pixels).SelectMany(Probabilities)];

    private static float[] Probabilities(byte[] images)
    {
        var onnx = TinyOnnx.Create();
        using var classifier = new FashionMnistClassifier(onnx, TinyPackage.Manifest(onnx), threads: 1);
        var count = images.Length / ImageShape.Pixels;
        var probabilities = new float[count * LabelMap.Count];
        classifier.Predict(images, count, probabilities);
        return probabilities;
    }

    private string Sha256(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(_scene.Read(parts)));
}
