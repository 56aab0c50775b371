using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>From the start of the process to 10,000 written predictions.</summary>
internal sealed class StartToPredictions : IComparison
{
    private const double LimitSeconds = 0.75;

    public string Name => "start";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var seconds = await Samples.TakeAsync(
            2 * context.Rounds + 1, async () => (await context.PredictAsync(context.Int8, context.TestImages, cancellationToken)).Seconds);
        return new Row("process start to 10,000 predictions written, int8 model", seconds.Text("0.00", " s"), "at most 0.75 s", seconds.Median <= LimitSeconds);
    }
}
