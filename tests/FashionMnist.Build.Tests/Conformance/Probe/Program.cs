using System.Collections;
using System.Globalization;
using Nuke.Common.IO;

/// <summary>Starts the build class that a case names; one assembly holds them all, the broken ones too.</summary>
internal static class Program
{
    private static int Main() => Environment.GetEnvironmentVariable("PROBE_BUILD") switch
    {
        "Bakery" => BakeryBuild.Run(),
        "Counter" => CounterBuild.Run(),
        "Ledger" => LedgerBuild.Run(),
        "Oven" => OvenBuild.Run(),
        "Order" => OrderBuild.Run(),
        "Deposit" => DepositBuild.Run(),
        "Market" => MarketBuild.Run(),
        "Rivals" => RivalsBuild.Run(),
        "Twins" => TwinsBuild.Run(),
        "Ring" => RingBuild.Run(),
        "Orphan" => OrphanBuild.Run(),
        "Idle" => IdleBuild.Run(),
        "Stumble" => StumbleBuild.Run(),
        "Hush" => HushBuild.Run(),
        "Shelf" => ShelfBuild.Run(),
        "Scale" => ScaleBuild.Run(),
        "Chatter" => ChatterBuild.Run(),
        "Errand" => ErrandBuild.Run(),
        "Place" => PlaceBuild.Run(),
        "Listener" => ListenerBuild.Run(),
        "Works" => WorksBuild.Run(),
        var name => throw new ArgumentException($"There is no probe build '{name}'"),
    };
}

/// <summary>How the probe says what it sees.</summary>
internal static class Notes
{
    public static void Note(string text) => Console.WriteLine("- " + text);

    public static string Text(object value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        AbsolutePath path => path.ToString(),
        IEnumerable list => $"({string.Join(" ", list.Cast<object>().Select(Text))})",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static void Attempt(string what, Func<object> value)
    {
        try
        {
            Note($"{what}: {Text(value())}");
        }
        catch (Exception exception)
        {
            Note($"{what}: {exception.GetType().Name}, {exception.Message}");
        }
    }
}
