using System.Diagnostics;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>Runs scripts of node.</summary>
internal static class Node
{
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <returns>Its exit code, the lines it printed, and what it said of its own failure.</returns>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines, string Errors)> RunAsync(string folder, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return (process.ExitCode, lines, await errors);
    }
}
