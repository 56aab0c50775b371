using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Runs the published batch job.</summary>
internal static class JobRun
{
    public static Task<MeasuredProcess> PredictAsync(this BenchContext context, string package, string images, CancellationToken cancellationToken) =>
        MeasuredProcess.RunAsync(
            "dotnet",
            [
                "exec", context.Job, "predict", "--quiet",
                "--model", package,
                "--input", images,
                "--output", context["job"],
                "--batch-size", $"{BenchContext.BatchSize}",
                "--threads", $"{BenchContext.Threads}",
            ],
            context.Root,
            cancellationToken);
}
