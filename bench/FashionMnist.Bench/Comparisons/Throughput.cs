using System.Diagnostics;
using System.Globalization;
using FashionMnist.Bench.Measuring;
using FashionMnist.Data;
using FashionMnist.Inference;
using FashionMnist.Models;
using FashionMnist.Models.Packages;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Images a second of this library against another runtime on the same model, batch and threads; loading does not count.</summary>
/// <param name="name">Name of the peer.</param>
/// <param name="title">The peer as the table names it.</param>
/// <param name="limit">How many times faster this library is to be.</param>
/// <param name="program">The interpreter of the peer's script.</param>
/// <param name="script">The peer's script below bench/peers; takes model, images, batch and threads, and prints images a second.</param>
/// <param name="install">How to install what the script needs.</param>
internal sealed class Throughput(string name, string title, double limit, string program, string script, string install) : IComparison
{
    public string Name => name;

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        using var classifier = await PackageFolder.OpenAsync(context.Fp32, BenchContext.Threads, cancellationToken);
        var test = DatasetLoader.LoadTest(context.Dataset);
        var peer = Path.Combine(context.Root, "bench", "peers", script);
        await RequireAsync(peer, context, cancellationToken);

        var ratios = await Samples.RatiosAsync(context.Rounds, () => Task.FromResult(ImagesPerSecond(classifier, test)), PeerAsync);
        return new Row(
            $"images/s, fp32, batch {BenchContext.BatchSize}: this library / {title}",
            ratios.Text("0.00", "x"),
            FormattableString.Invariant($"at least {limit:0.00}x"),
            ratios.Median >= limit);

        async Task<double> PeerAsync()
        {
            var run = await MeasuredProcess.RunAsync(
                program,
                [peer, Path.Combine(context.Fp32, PackageFiles.Onnx), context.TestImages, $"{BenchContext.BatchSize}", $"{BenchContext.Threads}"],
                context.Root,
                cancellationToken);
            return double.Parse(run.Output, CultureInfo.InvariantCulture);
        }
    }

    private static double ImagesPerSecond(FashionMnistClassifier classifier, FashionMnistDataset test)
    {
        var probabilities = new float[BenchContext.BatchSize * LabelMap.Count];
        var images = test.Images.AsSpan();
        classifier.Predict(images, BenchContext.BatchSize, probabilities);
        var start = Stopwatch.GetTimestamp();
        for (var first = 0; first < test.Count; first += BenchContext.BatchSize)
        {
            var count = Math.Min(BenchContext.BatchSize, test.Count - first);
            classifier.Predict(images.Slice(first * ImageShape.Pixels, count * ImageShape.Pixels), count, probabilities);
        }

        return test.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task RequireAsync(string peer, BenchContext context, CancellationToken cancellationToken)
    {
        try
        {
            await MeasuredProcess.RunAsync(program, [peer, "--installed"], context.Root, cancellationToken);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FashionMnistException)
        {
            throw new NotHereException($"not installed: {install}");
        }
    }
}
