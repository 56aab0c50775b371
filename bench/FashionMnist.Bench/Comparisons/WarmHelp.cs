using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>The first thing people wait for: the build's help when nothing has changed.</summary>
internal sealed class WarmHelp : IComparison
{
    private const double LimitSeconds = 1.5;

    public string Name => "help";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var seconds = await Samples.TakeAsync(2 * context.Rounds + 1, async () => (await context.BuildAsync(["--help"], cancellationToken)).Seconds);
        return new Row("warm ./build.sh --help", seconds.Text("0.00", " s"), "at most 1.5 s", seconds.Median <= LimitSeconds);
    }
}
