using FashionMnist.Bench.Measuring;
using FashionMnist.Models.Packages;

namespace FashionMnist.Bench.Comparisons;

/// <summary>What checks, hashes, manifest and safe writing cost: the whole job against the least loop over the same model.</summary>
internal sealed class JobAgainstBareLoop : IComparison
{
    private const double Limit = 1.10;

    public string Name => "job";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var images = Inputs.AllImages(context, times: 1);
        var ratios = await Samples.RatiosAsync(
            context.Rounds,
            async () => (await context.PredictAsync(context.Fp32, images, cancellationToken)).Seconds,
            async () => (await MeasuredProcess.RunAsync(
                "dotnet",
                [
                    "exec", context.BareLoop, Path.Combine(context.Fp32, PackageFiles.Onnx), images,
                    $"{BenchContext.BatchSize}", $"{BenchContext.Threads}", context["bare.csv"],
                ],
                context.Root,
                cancellationToken)).Seconds);
        return new Row(
            "whole process, 70,000 images IDX.gz to CSV: job / bare ONNX Runtime loop", ratios.Text("0.00", "x"), "at most 1.10x", ratios.Median <= Limit);
    }
}
