using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Says why something is skipped, each reason once a run.</summary>
internal static class SkipNotes
{
    private static readonly HashSet<string> Said = [];

    /// <summary>Logs the reason and answers <see langword="false"/>: not needed.</summary>
    public static bool NotNeeded(string reason)
    {
        if (Said.Add(reason))
            Log.Information("Skipped: {Reason:l}", reason);
        return false;
    }
}
