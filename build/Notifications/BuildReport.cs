using System.Text.Json;
using FashionMnist.Models.IO;
using Nuke.Common.IO;

namespace FashionMnist.Build.Notifications;

/// <summary>What a failed target leaves.</summary>
/// <param name="Run">The run it belongs to, so that an older report is not taken for a new one.</param>
/// <param name="Target">The target that failed; none: the build ended before or between targets.</param>
/// <param name="Error">First line that said what was wrong.</param>
/// <param name="FailedTests">Names of all failed tests.</param>
/// <param name="ExitCode">Exit code of the build, if it has one of its own.</param>
internal sealed record BuildReport(string Run, string? Target, string? Error, IReadOnlyList<string> FailedTests, int? ExitCode)
{
    /// <summary>The report of a build that ended before its first target; none: nothing is known of it.</summary>
    public static BuildReport? Of(string? problem) => string.IsNullOrEmpty(problem) ? null : new BuildReport(BuildReportFile.Run, null, problem, [], null);
}

/// <summary>The report of this run, and where it is kept.</summary>
internal sealed class BuildReportFile(AbsolutePath path)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Variables that name a run of a server.</summary>
    private static readonly string[] RunVariables = ["BUILD_TAG", "CODEBUILD_BUILD_ID", "GITHUB_RUN_ID"];

    /// <summary>The present run; one word for all runs of a laptop.</summary>
    public static string Run => RunVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(x => !string.IsNullOrEmpty(x)) ?? "local";

    /// <summary>Removes what is there.</summary>
    public void Delete() => path.DeleteFile();

    public void Write(BuildReport report) => AtomicFile.Write(path, JsonSerializer.Serialize(report, Format) + "\n");

    /// <summary>The report of this run, or <see langword="null"/>.</summary>
    public BuildReport? Read()
    {
        try
        {
            return path.FileExists() && JsonSerializer.Deserialize<BuildReport>(path.ReadAllText(), Format) is { } report && report.Run == Run
                ? report
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
