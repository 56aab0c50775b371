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
    private const double LargestDifference = 0.001;

    public string Name => name;

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        using var classifier = await PackageFolder.OpenAsync(context.Fp32, BenchContext.Threads, cancellationToken);
        var test = DatasetLoader.LoadTest(context.Dataset);
        var peer = Path.Combine(context.Root, "bench", "peers", script);
        await RequireAsync(peer, context, cancellationToken);

        var ours = "";
        var ratios = await Samples.RatiosAsync(context.Rounds, () => Task.FromResult(ImagesPerSecond(classifier, test, out ours)), PeerAsync);
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
            var lines = run.Output.Split('\n');
            RequireSameWork(ours, lines[1]);
            return double.Parse(lines[0], CultureInfo.InvariantCulture);
        }
    }

    private static double ImagesPerSecond(FashionMnistClassifier classifier, FashionMnistDataset test, out string classes)
    {
        var probabilities = new float[test.Count * LabelMap.Count];
        classifier.Predict(test.Images, BenchContext.BatchSize, probabilities);
        var start = Stopwatch.GetTimestamp();
        for (var first = 0; first < test.Count; first += BenchContext.BatchSize)
        {
            var count = Math.Min(BenchContext.BatchSize, test.Count - first);
            classifier.Predict(
                test.Images.AsSpan(first * ImageShape.Pixels, count * ImageShape.Pixels),
                count,
                probabilities.AsSpan(first * LabelMap.Count, count * LabelMap.Count));
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        classes = string.Concat(probabilities.Chunk(LabelMap.Count).Select(x => Array.IndexOf(x, x.Max())));
        return test.Count / seconds;
    }

    /// <summary>A peer that computes something else would be no peer; a tie may fall to the other side.</summary>
    private void RequireSameWork(string ours, string theirs)
    {
        var differences = ours.Zip(theirs).Count(x => x.First != x.Second) + Math.Abs(ours.Length - theirs.Length);
        if (ours.Length > 0 && differences > ours.Length * LargestDifference)
            throw new FashionMnistException(ExitCodes.Internal, $"{title} predicts another class for {differences} of {ours.Length} images");
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
