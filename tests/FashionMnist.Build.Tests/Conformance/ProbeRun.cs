using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>Starts the probe once and listens to it.</summary>
internal static class ProbeRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="assembly">The probe.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="directory">Working directory.</param>
    /// <param name="variables">Its whole environment.</param>
    /// <param name="interruptAt">Output at which it is interrupted as by Ctrl-C.</param>
    /// <returns>Standard output, standard error, and <c>exit N</c>, where a signal is 128 and its number.</returns>
    public static async Task<string> Execute(
        string assembly, IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string> variables, Regex? interruptAt)
    {
        // A process in the background of a shell ignores interrupts, and so would its children.
        string[] command = interruptAt is not null && OperatingSystem.IsLinux()
            ? ["/usr/bin/env", "--default-signal=INT", DotNet]
            : [DotNet];
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "exec", assembly, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                output.Append(line).Append('\n');
                if (interruptAt?.IsMatch(line) == true)
                    Interrupt(process);
            }

            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The probe did not end within {Limit}: {string.Join(' ', arguments)}\n{output}");
        }

        return $"{output}{await errors}exit {process.ExitCode}\n";
    }

    public static string DotNet { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
