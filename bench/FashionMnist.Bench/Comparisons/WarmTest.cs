using FashionMnist.Bench.Measuring;

namespace FashionMnist.Bench.Comparisons;

/// <summary>
/// What the build adds to running the tests: those of the libraries, since those of programs, build and cloud take a quarter of an hour, and
/// one project after the other on both sides, as the build does it. Takes minutes.
/// </summary>
internal sealed class WarmTest : IComparison
{
    private const double Limit = 1.15;
    private const int Rounds = 1;

    // MSBuild takes it for the property that `dotnet test --filter` sets, in whatever process starts it.
    private const string FilterVariable = "VSTestTestCaseFilter";
    private const string Filter = "FullyQualifiedName~FashionMnist.Models.Tests|FullyQualifiedName~FashionMnist.Tests|FullyQualifiedName~FashionMnist.Training.Tests";

    public string Name => "test";

    public async Task<Row> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable(FilterVariable, Filter);
        try
        {
            var ratios = await Samples.RatiosAsync(
                Rounds,
                async () => (await context.BuildAsync(["Test"], cancellationToken)).Seconds,
                async () => (await MeasuredProcess.RunAsync(
                    "dotnet", ["test", "FashionMnist.sln", "--no-build", "-maxcpucount:1"], context.Root, cancellationToken)).Seconds);
            return new Row(
                "warm ./build.sh Test / dotnet test --no-build, project by project", ratios.Text("0.00", "x"), "at most 1.15x", ratios.Median <= Limit);
        }
        finally
        {
            Environment.SetEnvironmentVariable(FilterVariable, null);
        }
    }
}
