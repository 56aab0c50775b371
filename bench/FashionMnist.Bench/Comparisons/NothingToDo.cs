using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Predict when model and programs are there already.</summary>
internal sealed class NothingToDo : IComparison
{
    private const double LimitSeconds = 3;

    public string Name => "predict";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var seconds = await Samples.TakeAsync(context.Rounds, async () => (await context.BuildAsync(["Predict", "--model-store", context["store"], "--output", context["predictions"]], cancellationToken)).Seconds);
        return new Row("./build.sh Predict with nothing left to do", seconds.Text("0.00", " s"), "at most 3 s", seconds.Median <= LimitSeconds);
    }
}
