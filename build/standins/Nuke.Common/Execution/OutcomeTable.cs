using System.Globalization;

namespace Nuke.Common.Execution;

/// <summary>The table of targets, states and durations.</summary>
internal static class OutcomeTable
{
    private const int ColumnWidth = 10;

    public static void Write(INukeBuild build)
    {
        var nameWidth = Math.Max(build.ExecutionPlan.Select(x => x.Name.Length).DefaultIfEmpty().Max() + 4, 19);
        var width = nameWidth + (2 * ColumnWidth);
        Terminal.WriteLine();
        Line(new string('═', width));
        Line(Row("Target", "Status", "Duration"));
        Line(new string('─', width));
        foreach (var target in build.ExecutionPlan.Where(x => x.Status != ExecutionStatus.Collective))
            Line(Row(target.Name, target.Status.ToString(), DurationOf(target)) + Information(target), ColourOf(target.Status));
        Line(new string('─', width));
        Line(Row("Total", "", Text(build.ExecutionPlan.Aggregate(TimeSpan.Zero, (x, y) => x + y.Duration))));
        Line(new string('═', width));

        string Row(string name, string status, string duration) =>
            name.PadRight(nameWidth) + status.PadRight(ColumnWidth) + duration.PadLeft(ColumnWidth);
    }

    private static void Line(string text, ConsoleColor? colour = null) => Terminal.WriteLine(Terminal.Unbroken(text), colour);

    private static string DurationOf(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Text(target.Duration) : "";

    private static string Text(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1)
            ? "< 1sec"
            : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration.Seconds:00}");

    private static string Information(ExecutableTarget target)
    {
        var pairs = target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}").ToList();
        if (target.Skipped is not null)
            pairs.Add($"Skipped: {target.Skipped}");
        if (target.OnlyWhen is not null)
            pairs.Add($"OnlyWhen: {target.OnlyWhen}");
        return pairs.Count > 0 ? "   // " + string.Join(", ", pairs) : "";
    }

    private static ConsoleColor? ColourOf(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => ConsoleColor.Green,
        ExecutionStatus.Failed or ExecutionStatus.Aborted => ConsoleColor.Red,
        ExecutionStatus.NotRun => ConsoleColor.Yellow,
        _ => null,
    };
}
