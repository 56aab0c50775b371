using FashionMnist.Models;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Serilog;

namespace FashionMnist.Build.Rehearsal;

/// <summary>Runs targets in a process of their own, as a server would, with the environment of this one.</summary>
/// <param name="root">Folder of the checkout.</param>
/// <param name="settings">Settings that hold for every target, each <c>path=value</c>.</param>
/// <param name="cancellationToken">Kills the process.</param>
internal sealed class ChildBuild(AbsolutePath root, IReadOnlyList<string> settings, CancellationToken cancellationToken)
{
    /// <summary>Runs a target.</summary>
    /// <exception cref="FashionMnistException">It failed; carries its exit code and the last of its errors.</exception>
    public void Run(string target, params IEnumerable<string> arguments)
    {
        string[] words =
        [
            "exec", typeof(ChildBuild).Assembly.Location, target, "--no-logo", "--root", root, .. arguments,
            .. settings.Count > 0 ? settings.Prepend("--set") : [],
        ];
        using var process = ProcessTasks.StartProcess(
            Environment.ProcessPath ?? "dotnet",
            string.Join(' ', words.Select(x => x.Any(char.IsWhiteSpace) ? $"\"{x}\"" : x)),
            workingDirectory: root,
            logInvocation: false,
            logger: (_, line) => Log.Debug("    {Line:l}", line));
        using (cancellationToken.Register(process.Kill))
            process.AssertWaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != ExitCodes.Ok)
        {
            // With the time in front it is the error itself, without it the engine's summary.
            var error = process.Output.Select(x => x.Text)
                .LastOrDefault(x => x.Length > 0 && char.IsAsciiDigit(x[0]) && x.Contains("[ERR]", StringComparison.Ordinal));
            throw new FashionMnistException(
                ExitCodes.IsDocumented(process.ExitCode) ? process.ExitCode : ExitCodes.Internal,
                $"{target} failed with exit code {process.ExitCode}: {error?.Split("[ERR]")[^1].Trim() ?? "see above"}");
        }
    }
}
