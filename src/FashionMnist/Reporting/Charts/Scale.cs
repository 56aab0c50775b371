namespace FashionMnist.Reporting.Charts;

/// <summary>Maps a range of values to a range of coordinates.</summary>
internal readonly record struct Scale(double From, double To, double Start, double End)
{
    private const int WantedSteps = 5;

    private static readonly double[] Steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    public double this[double value] => Start + (value - From) / (To - From) * (End - Start);

    /// <summary>The distance of round marks that makes about five of them, for shares.</summary>
    public double Step
    {
        get
        {
            var range = To - From;
            return Steps.FirstOrDefault(x => range / x <= WantedSteps, Steps[^1]);
        }
    }

    /// <summary>Round values within the range.</summary>
    public IEnumerable<double> Marks()
    {
        var step = Step;
        for (var i = (long)Math.Ceiling(From / step - 1e-9); i * step <= To + 1e-9; i++)
            yield return i * step;
    }
}
