using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>What the build adds to running the tests. Takes minutes.</summary>
internal sealed class WarmTest : IComparison
{
    private const double Limit = 1.15;

    public string Name => "test";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var ratios = await Samples.RatiosAsync(
            rounds: 1,
            async () => (await context.BuildAsync(["Test"], cancellationToken)).Seconds,
            async () => (await MeasuredProcess.RunAsync("dotnet", ["test", "FashionMnist.sln", "--no-build"], context.Root, cancellationToken)).Seconds);
        return new Row("warm ./build.sh Test / dotnet test --no-build", ratios.Text("0.00", "x"), "at most 1.15x", ratios.Median <= Limit);
    }
}
