using System.Diagnostics;
using FashionMnist.Bench.Measuring;
using FashionMnist.Data;

namespace FashionMnist.Bench.Comparisons;

/// <summary>One image at a time, in process, on one thread as a server would use one for each request.</summary>
internal sealed class SingleImage : IComparison
{
    private const int WarmUp = 500;
    private const double LimitMilliseconds = 0.5;
    private const double Share = 0.99;

    public string Name => "single";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        using var classifier = await PackageFolder.OpenAsync(context.Int8, threads: 1, cancellationToken);
        var test = DatasetLoader.LoadTest(context.Dataset);
        var probabilities = new float[LabelMap.Count];
        var milliseconds = new List<double>(test.Count);
        for (var i = 0; i < test.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            classifier.Predict(test.Image(i), count: 1, probabilities);
            if (i >= WarmUp)
                milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var p99 = new Samples(milliseconds).Quantile(Share);
        return new Row(
            "a single image in process, int8 model, 99th percentile", FormattableString.Invariant($"{p99:0.000} ms"), "at most 0.5 ms", p99 <= LimitMilliseconds);
    }
}
