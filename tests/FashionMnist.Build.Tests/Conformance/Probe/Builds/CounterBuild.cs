using Nuke.Common;
using Nuke.Common.Utilities.Collections;
using Serilog;
using static Notes;

/// <summary>Summary, exit code, requirements that need no parameter.</summary>
internal sealed class CounterBuild : ObservedBuild
{
    public static int Run() => Execute<CounterBuild>(x => x.Tally);

    private bool IsOpen => false;

    private Target Tally => _ => _.Executes(() =>
    {
        ReportSummary(x => x.AddPair("Loaves", 12).AddPair("Rolls", "40"));
        ReportSummary(x => x.AddPair("Cakes", "2"));
    });

    private Target Spoil => _ => _.Executes(() =>
    {
        ReportSummary(x => x.AddPair("Loaves", 1));
        throw new Exception("spoiled after counting");
    });

    private Target Complain => _ => _.Executes(() =>
    {
        Log.Warning("only {Count} left", 2);
        Log.Error("none left");
        Log.Error(new InvalidOperationException("told, not thrown"), "with a reason");
    });

    private Target ReturnNine => _ => _.Executes(() => ExitCode = 9);

    private Target FailWithNine => _ => _.Executes(() =>
    {
        ExitCode = 9;
        throw new Exception("nine was set before");
    });

    private Target FailWithZero => _ => _.Executes(() =>
    {
        ExitCode = 0;
        throw new Exception("zero was set before");
    });

    private Target Enter => _ => _.DependsOn(Tally).Requires(() => IsOpen).Executes(() => Note("entered"));

    private Target Pass => _ => _.Requires(() => !IsOpen, () => IsOpen || !IsOpen).Executes(() => Note("passed"));
}

/// <summary>The lists that are not in an order of their own.</summary>
internal sealed class LedgerBuild : NukeBuild
{
    public static int Run() => Execute<LedgerBuild>(x => x.Close);

    private Target Close => _ => _.DependsOn(Add).Executes(() => Note("closed"));

    private Target Add => _ => _.DependsOn(Read).Executes(() => Note("added"));

    private Target Read => _ => _.Executes(() => Note("read"));
}
