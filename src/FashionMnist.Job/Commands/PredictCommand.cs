using System.CommandLine;
using FashionMnist.Job.CommandLine;
using FashionMnist.Job.Display;
using FashionMnist.Models;
using FashionMnist.Prediction;
using Serilog;

namespace FashionMnist.Job.Commands;

/// <summary><c>predict</c>: images in, predictions out.</summary>
internal static class PredictCommand
{
    private static readonly HelpSection Results = new("Results",
    [
        "predictions.csv, .jsonl or .parquet   index, predicted, name, probability, expected; with --probabilities p0 to p9; for PNGs file; what --keep names",
        "_rejects.jsonl                        file, row, reason; with --on-error skip",
        "_report.html                          figures, charts and images for people; with --report",
        "_manifest.json                        model, input, hashes, counts, accuracy, durations; written last, so only whole results have one",
        "Shards write predictions-00002-of-00003.csv and so on; merge joins them to the bytes a single process writes.",
        "Shards of Parquet stay files of their own; a folder of them is one table.",
    ]);

    private static readonly HelpSection Examples = new("Examples",
    [
        "fashion_mnist_job predict --model store --input t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --output out",
        "fashion_mnist_job predict --model s3://models/prod --input s3://data/today.csv --output s3://results --run-id 2025-01-31",
        "fashion_mnist_job predict --model store --input shop.csv --output out --format jsonl --on-error skip --shard 2/3",
        "fashion_mnist_job predict --model store --input photos/ --resize fit --invert auto --output out",
        "fashion_mnist_job predict --model store --input today.parquet --output out --format parquet --partition dt=2026-11-24",
    ]);

    public static Command Create(JobHost host)
    {
        var options = new PredictOptions();
        var command = new JobCommand("predict", "Predicts every image of the input with a promoted model", [Results, Examples]);
        options.AddTo(command);
        host.SetAction(command, parsed => Properties(options.Request(parsed)), async (parsed, stop) =>
        {
            var quiet = options.Quiet(parsed);
            PredictionResult outcome;
            using (var display = ProgressDisplay.Create("predicting", quiet, host.Format(parsed), TimeProvider.System))
                outcome = await new PredictionRun(options.Request(parsed), TimeProvider.System).RunAsync(display.Report, stop);
            if (!quiet)
                Summary.Write(Log.Logger, outcome);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Dictionary<string, string> Properties(PredictionRequest request)
    {
        var properties = new Dictionary<string, string>();
        if (request.Identity.RunId is { } runId)
            properties["RunId"] = runId;
        if (request.Identity.Shard is { } shard)
            properties["Shard"] = $"{shard}";
        return properties;
    }
}
