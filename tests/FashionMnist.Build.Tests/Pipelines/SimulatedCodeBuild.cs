using System.Diagnostics;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>
/// Runs the build phase of a buildspec as AWS CodeBuild does: its commands one after the other in one shell, the first that fails ends the phase,
/// and what stands under `finally` runs whatever happened. It is a simulation: no containers, no other phases, no reports.
/// </summary>
internal static class SimulatedCodeBuild
{
    private const string Item = "      - ";

    /// <summary>The commands of the only phase of a generated buildspec.</summary>
    public static (IReadOnlyList<string> Commands, IReadOnlyList<string> Finally) CommandsOf(string file)
    {
        var lines = File.ReadAllLines(file).SkipWhile(x => x != "  build:").Skip(1).TakeWhile(x => x.StartsWith("    ", StringComparison.Ordinal)).ToList();
        return (Below("    commands:"), Below("    finally:"));

        List<string> Below(string key) => [.. lines.SkipWhile(x => x != key).Skip(1).TakeWhile(x => x.StartsWith(Item, StringComparison.Ordinal)).Select(x => Text(x[Item.Length..]))];
    }

    /// <returns>Whether the phase succeeded, which commands were started, and what they printed.</returns>
    public static async Task<(bool Succeeded, IReadOnlyList<string> Started, string Output)> RunAsync(PipelineRoot root, string file, Dictionary<string, string> variables)
    {
        var (commands, assured) = CommandsOf(root.At(file));
        var log = root.At("started.txt");
        var script = string.Concat(
            "status=0\n",
            string.Concat(commands.Select((x, i) => $"if [ $status -eq 0 ]; then\necho {i} >>'{log}'\n{x}\nstatus=$?\nfi\n")),
            string.Concat(assured.Select(x => $"{x}\n")),
            "exit $status\n");
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = root.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.Environment["CODEBUILD_BUILD_ID"] = "project:1";
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode == 0, [.. File.ReadAllLines(log).Select(x => commands[int.Parse(x)])], output + await errors);
    }

    private static string Text(string yaml) => yaml.StartsWith('\'') ? yaml[1..^1].Replace("''", "'", StringComparison.Ordinal) : yaml;
}
