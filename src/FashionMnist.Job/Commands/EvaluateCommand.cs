using System.CommandLine;
using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Evaluation;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.IO;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Reporting;
using FashionMnist.Reporting.Statistics;
using Serilog;

namespace FashionMnist.Job.Commands;

/// <summary><c>evaluate</c>: measures a candidate and the champion on the test split and lets the gate decide.</summary>
internal static class EvaluateCommand
{
    public static Command Create(JobHost host)
    {
        var package = new Option<string>("--package") { Description = "Folder of the candidate: model.onnx and model.json", Required = true };
        var dataset = new Option<string>("--dataset") { Description = "dataset.json of fetch-data", Required = true };
        var champion = new Option<string?>("--champion") { Description = "Model to hold the candidate against, for example a store" };
        var output = new Option<string>("--output") { Description = "File to write the figures and the decision to (evaluation.json)", Required = true };
        var page = new Option<string?>("--report") { Description = "File to write a report for people to (report.html)" };
        var configuration = new ConfigurationArguments();
        var command = new Command("evaluate", "Measures a candidate on the test split, holds it against the champion and lets the gate decide")
        {
            package, dataset, champion, output, page,
        };
        configuration.AddTo(command);
        host.SetAction(command, async (parsed, cancellationToken) =>
        {
            var options = configuration.Load(parsed).Options;
            var reference = DatasetLoader.LoadReference(parsed.GetValue(dataset)!);
            var run = new Evaluation(options, reference, DatasetLoader.LoadTest(reference));

            var folder = parsed.GetValue(package)!;
            var candidate = await ModelLoader.LoadAsync(folder, reference.ModelName(options.Store), cancellationToken);
            var measured = run.Measure(candidate, "candidate", cancellationToken);
            var float32 = run.MeasureFloat32(folder, candidate, cancellationToken);
            var report = await run.JudgeAsync(candidate, measured, float32, parsed.GetValue(champion), cancellationToken);

            var manifest = candidate.Manifest with { Metrics = measured.Metrics };
            if (parsed.GetValue(page) is { } file)
                AtomicFile.Write(file, EvaluationPage.Render(run.Facts(report, manifest, measured)));
            AtomicFile.Write(Path.Combine(folder, PackageFiles.Manifest), ManifestSerializer.Serialize(manifest));
            AtomicFile.Write(parsed.GetValue(output)!, report.ToJson());
            if (!report.Passed)
                throw new FashionMnistException(ExitCodes.Refused, $"The gate refuses model {report.PackageId[..12]}: {report.Reason}");
            Log.Information("The gate passes model {Id:l}: {Reason:l}", report.PackageId[..12], report.Reason);
            return ExitCodes.Ok;
        });
        return command;
    }

    private sealed class Evaluation(FashionMnistOptions options, DatasetReference dataset, FashionMnistDataset test)
    {
        private readonly Evaluator _evaluator = new(options.Prediction.BatchSize, TimeProvider.System);

        public Measured Measure(LoadedModel model, string role, CancellationToken cancellationToken)
        {
            using var classifier = new FashionMnistClassifier(model.OnnxBytes, model.Manifest, options.Prediction.Threads);
            return Measure(classifier, role, cancellationToken);
        }

        public double? MeasureFloat32(string folder, LoadedModel candidate, CancellationToken cancellationToken)
        {
            using var classifier = Float32Export.Load(folder, candidate.Manifest, options.Prediction.Threads);
            return classifier is null ? null : Measure(classifier, "float32 export", cancellationToken).Metrics.Accuracy;
        }

        public async Task<EvaluationReport> JudgeAsync(
            LoadedModel candidate, Measured measured, double? float32, string? championUri, CancellationToken cancellationToken)
        {
            var champion = championUri is null ? null : await ChampionAsync(championUri, cancellationToken);
            var other = champion is null || champion.Manifest.Onnx.Sha256 == candidate.Manifest.Onnx.Sha256
                ? null
                : Measure(champion, "champion", cancellationToken);
            var decision = Gate.Decide(measured.Metrics.Accuracy, other?.Metrics.Accuracy, options.Gate, float32);
            return new EvaluationReport(
                candidate.Manifest.Onnx.Sha256, dataset.Name, measured.Metrics, champion?.Manifest.Onnx.Sha256, other?.Metrics.Accuracy,
                options.Gate, decision.Passed, decision.Reason)
            {
                Float32Accuracy = float32,
                Comparison = other is null ? null : PairedComparison.Of(measured.Run.Probabilities, other.Run.Probabilities, test.Labels),
                Calibration = measured.Statistics.Calibration.Bins,
                Mistakes = [.. measured.Statistics.Mistakes.Select(x => new Mistake(x.Index, x.Expected!.Value, x.Predicted, x.Probability))],
            };
        }

        public EvaluationFacts Facts(EvaluationReport report, ModelManifest manifest, Measured measured) => new()
        {
            Evaluation = report,
            Model = manifest,
            Dataset = dataset,
            Statistics = measured.Statistics,
            Pass = measured.Run.Pass,
            BatchSize = options.Prediction.BatchSize,
            Threads = measured.Threads,
            Written = TimeProvider.System.GetUtcNow(),
        };

        private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);

        private Measured Measure(FashionMnistClassifier classifier, string role, CancellationToken cancellationToken)
        {
            var evaluated = _evaluator.Evaluate(classifier, test, cancellationToken);
            var metrics = evaluated.Metrics;
            Log.Information(
                "{Role:l} {Id:l}: accuracy {Accuracy:l}, calibration error {Calibration:l}, {Latency:l} ms an image, {Kilobytes} kB",
                role, classifier.Manifest.Onnx.Sha256[..12], Percent(metrics.Accuracy), Percent(metrics.ExpectedCalibrationError),
                metrics.LatencyMilliseconds.ToString("0.000", CultureInfo.InvariantCulture), classifier.Manifest.Onnx.Bytes / 1000);
            return new Measured(evaluated, PredictionStatistics.Of(evaluated.Probabilities, test), classifier.Threads);
        }

        private async Task<LoadedModel?> ChampionAsync(string uri, CancellationToken cancellationToken)
        {
            try
            {
                return await ModelLoader.LoadAsync(uri, dataset.ModelName(options.Store), cancellationToken);
            }
            catch (FashionMnistException e) when (e.ExitCode == ExitCodes.NotFound)
            {
                Log.Information("There is no champion to compare with: {Reason:l}", e.Message);
                return null;
            }
        }
    }

    private sealed record Measured(Evaluated Run, PredictionStatistics Statistics, int Threads)
    {
        public ModelMetrics Metrics => Run.Metrics;
    }
}
