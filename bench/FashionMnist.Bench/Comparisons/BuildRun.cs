using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Runs the build of the checkout.</summary>
internal static class BuildRun
{
    public static Task<MeasuredProcess> BuildAsync(this BenchContext context, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        MeasuredProcess.RunAsync(Path.Combine(context.Root, "build.sh"), arguments, context.Root, cancellationToken);
}
