using System.Diagnostics;
using FashionMnist.Bench.Measuring;
using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models.Packages;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Images a second of an int8 model against the float32 export of the same training; loading does not count.</summary>
internal sealed class Int8AgainstFloat32 : IComparison
{
    private const double Limit = 1.9;

    public string Name => "int8";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var profile = (await ModelPackage.LoadAsync(context.Int8, cancellationToken)).Manifest.Training.Profile;
        using var int8 = await PackageFolder.OpenAsync(context.Int8, BenchContext.Threads, cancellationToken);
        using var float32 = await PackageFolder.OpenAsync(context.Fp32, BenchContext.Threads, cancellationToken);
        var test = DatasetLoader.LoadTest(context.Dataset);

        var ratios = await Samples.RatiosAsync(
            context.Rounds, () => Task.FromResult(ImagesPerSecond(int8, test)), () => Task.FromResult(ImagesPerSecond(float32, test)));
        return new Row(
            $"images/s, profile {profile}, batch {BenchContext.BatchSize}: int8 / float32", ratios.Text("0.00", "x"),
            FormattableString.Invariant($"at least {Limit:0.0}x"), ratios.Median >= Limit);
    }

    private static double ImagesPerSecond(FashionMnistClassifier classifier, FashionMnistDataset test)
    {
        var probabilities = new float[BenchContext.BatchSize * LabelMap.Count];
        var start = Stopwatch.GetTimestamp();
        for (var first = 0; first < test.Count; first += BenchContext.BatchSize)
        {
            var count = Math.Min(BenchContext.BatchSize, test.Count - first);
            classifier.Predict(test.Images.AsSpan(first * ImageShape.Pixels, count * ImageShape.Pixels), count, probabilities);
        }

        return test.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
