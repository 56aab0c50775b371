using System.CommandLine;
using FashionMnist.Job.CommandLine;
using FashionMnist.Job.Display;
using FashionMnist.Models;
using FashionMnist.Prediction.Merging;
using Serilog;

namespace FashionMnist.Job.Commands;

/// <summary><c>merge</c>: the parts of a run in, one result out.</summary>
internal static class MergeCommand
{
    private static readonly HelpSection Results = new("Results",
    [
        "predictions.csv, .jsonl   the parts joined: the bytes a single process writes. The parts are removed, because a table over",
        "                          the folder would have their rows twice.",
        "predictions-*.parquet     Parquet parts are proved and stay; together they are one table.",
        "_rejects.jsonl            joined in the same way",
        "_manifest.json            sums, hashes, parts; written last, so where it lies the run is complete",
        "With --run-id, what is left of another format or number of shards is removed and named; without, it is refused.",
        "Merging again does no harm.",
    ]);

    private static readonly HelpSection Examples = new("Examples",
    [
        "fashion_mnist_job merge --output s3://results --run-id 2026-11-24 --shards 16",
        "fashion_mnist_job merge --output out --shards 3",
        "fashion_mnist_job merge --output s3://results --partition dt=2026-11-24 --run-id nightly --shards 16 --format parquet",
    ]);

    public static Command Create(JobHost host)
    {
        var options = new MergeOptions();
        var command = new JobCommand("merge", "Proves that all shards of a run are there and fit, and makes one result of them", [Results, Examples]);
        options.AddTo(command);
        host.SetAction(command, parsed => Properties(options.Request(parsed)), async (parsed, stop) =>
        {
            var quiet = options.Quiet(parsed);
            MergeResult outcome;
            using (var display = ProgressDisplay.Create("merging", quiet, host.Format(parsed), TimeProvider.System))
                outcome = await new MergeRun(options.Request(parsed), TimeProvider.System).RunAsync(display.Report, stop);
            if (!quiet)
                MergeSummary.Write(Log.Logger, outcome);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Dictionary<string, string> Properties(MergeRequest request) =>
        request.RunId is { } runId ? new() { ["RunId"] = runId } : [];
}
