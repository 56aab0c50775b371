using System.Globalization;

namespace FashionMnist.Bench.Comparisons;

/// <summary>Peak memory of the job, and that ten times the input does not change it.</summary>
internal sealed class JobMemory : IComparison
{
    private const double LimitMegabytes = 250;
    private const double LargestGrowth = 1.10;

    public string Name => "memory";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var once = await context.PredictAsync(context.Fp32, Inputs.AllImages(context, times: 1), cancellationToken);
        var tenTimes = await context.PredictAsync(context.Fp32, Inputs.AllImages(context, times: 10), cancellationToken);
        return new Row(
            "peak memory of the job: 70,000 images, then 700,000",
            string.Create(CultureInfo.InvariantCulture, $"{once.PeakMegabytes:0} MB, then {tenTimes.PeakMegabytes:0} MB"),
            "at most 250 MB, and the same (10 %)",
            tenTimes.PeakMegabytes <= LimitMegabytes && tenTimes.PeakMegabytes <= LargestGrowth * once.PeakMegabytes);
    }
}
