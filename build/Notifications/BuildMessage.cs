using System.Globalization;

namespace FashionMnist.Build.Notifications;

/// <summary>What is told, in the order in which somebody on call wants to know it.</summary>
/// <param name="Outcome">How the build ended.</param>
/// <param name="Facts">Where it comes from.</param>
/// <param name="Report">What the failed target left, if anything.</param>
/// <param name="Duration">How long it took; zero: not known.</param>
internal sealed record BuildMessage(BuildOutcome Outcome, BuildFacts Facts, BuildReport? Report, TimeSpan Duration)
{
    /// <summary>So many failed tests are named.</summary>
    public const int NamedTests = 5;

    public string Title => Outcome switch
    {
        BuildOutcome.Failed => $"{Facts.Repository}: build failed",
        BuildOutcome.Unstable => $"{Facts.Repository}: build is unstable",
        BuildOutcome.Aborted => $"{Facts.Repository}: build stopped before its end",
        _ => $"{Facts.Repository}: build is good again",
    };

    /// <summary>The facts as names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields
    {
        get
        {
            var fields = new List<(string, string)>
            {
                ("Branch", Facts.Branch ?? "unknown"),
                ("Commit", Facts.Author is null ? Short(Facts.Commit) : $"{Short(Facts.Commit)} by {Facts.Author}"),
                ("Build", Facts.Build),
            };
            if (Outcome is BuildOutcome.Failed or BuildOutcome.Aborted)
                fields.Insert(0, ("Target", Report?.Target ?? "none of the targets: see the log"));
            if (StoppedBy is not null)
                fields.Add(("Stopped", StoppedBy));
            if (Duration > TimeSpan.Zero)
                fields.Add(("Duration", Duration.ToString(Duration.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)));
            return fields;
        }
    }

    /// <summary>Why a build was stopped before its end, in the server's words, for example <c>Aborted by Ada</c>; none: nobody says.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>The first line of what went wrong; a build that recovered or was stopped has none.</summary>
    public string? Error => Outcome == BuildOutcome.Failed ? Report?.Error : null;

    /// <summary>The first failed tests.</summary>
    public IReadOnlyList<string> Tests => Outcome == BuildOutcome.Failed ? [.. (Report?.FailedTests ?? []).Take(NamedTests)] : [];

    /// <summary>How many further tests failed.</summary>
    public int FurtherTests => Math.Max(0, (Report?.FailedTests.Count ?? 0) - NamedTests);

    private static string Short(string commit) => commit.Length == 40 ? commit[..12] : commit;
}
