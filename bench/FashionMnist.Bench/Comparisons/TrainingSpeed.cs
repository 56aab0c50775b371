using System.Globalization;
using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>How much of the processor's speed in convolutions training reaches, both measured in one process.</summary>
internal sealed class TrainingSpeed : IComparison
{
    private const string Profile = "quick";

    public string Name => "training";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var run = await MeasuredProcess.RunAsync("dotnet", ["exec", context.TrainingBench, "training", Profile], context.Root, cancellationToken);
        // | what | GFLOP/s, wall time | GFLOP per CPU second | share of the peak |
        var cells = run.Output.Split('\n').Last(x => x.StartsWith('|')).Split('|', StringSplitOptions.TrimEntries);
        var share = double.Parse(cells[4], CultureInfo.InvariantCulture);
        return new Row(
            $"training, profile {Profile}: GFLOP/s / convolution peak of the same run",
            string.Create(CultureInfo.InvariantCulture, $"{cells[2]} GFLOP/s, {share:0.00} of the peak by CPU time"),
            "no target",
            Met: null);
    }
}
