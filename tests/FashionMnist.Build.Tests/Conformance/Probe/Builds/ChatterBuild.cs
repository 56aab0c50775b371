using Nuke.Common;
using Serilog;
using static Notes;

/// <summary>Log levels and how values look.</summary>
internal sealed class ChatterBuild : NukeBuild
{
    public static int Run() => Execute<ChatterBuild>(x => x.Levels);

    private Target Levels => _ => _.Executes(() =>
    {
        Log.Verbose("whisper");
        Log.Debug("murmur");
        Log.Information("speak");
        Log.Warning("warn");
        Log.Error("shout");
        Log.Fatal("scream");
        Note($"verbosity {Verbosity}");
    });

    private Target Values => _ => _.Executes(() =>
    {
        Log.Information("word {Word} number {Number} truth {Truth} nothing {Nothing}", "rye bread", 2.5, false, null);
        Log.Information("list {List} pairs {Pairs}", new[] { 3, 4 }, new Dictionary<string, int> { ["rolls"] = 2 });
        Log.Information("thing {@Thing} place {Place}", new { Name = "loaf", Count = 2 }, RootDirectory);
        Log.Information("{{braces}} and 5%");
        Log.Information("first\nsecond");
        Log.Information("");
        Log.Information(new InvalidOperationException("for information"), "with its reason");
        Log.Warning("on {Day:yyyy-MM-dd}", new DateTime(2021, 4, 5));
        Log.Warning("again");
        Log.Warning("again");
    });

    private Target Mute => _ => _.Executes(() =>
    {
        Verbosity = Verbosity.Quiet;
        Log.Information("not heard");
        Log.Error("still heard");
    });
}
