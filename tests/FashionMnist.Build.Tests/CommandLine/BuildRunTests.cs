using System.Diagnostics;
using System.Text.RegularExpressions;
using FashionMnist.Build.CommandLine;
using FashionMnist.Build.Tests.Settings;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.CommandLine;

/// <summary>The build as a process: beside another one, and stopped by SIGTERM.</summary>
public sealed partial class BuildRunTests : IDisposable
{
    private readonly BuildProcess _build = new();

    public void Dispose() => _build.Dispose();

    [Fact]
    public async Task Runs_beside_another_build_of_the_same_checkout()
    {
        var temp = Directory.CreateDirectory(Path.Combine(_build.Root, ".nuke", "temp")).FullName;
        await using var other = new FileStream(Path.Combine(temp, "build.log"), FileMode.Create, FileAccess.Write, FileShare.None);
        var (exitCode, output, errors) = await _build.Run("ShowConfig");
        Assert.True(exitCode == ExitCodes.Ok, output + errors);
    }

    /// <summary>The tool is a shell that starts another one, so that what is below a child is stopped too.</summary>
    [Fact]
    public async Task SIGTERM_stops_what_the_build_started_before_it_ends()
    {
        var tool = Path.Combine(Directory.CreateDirectory(Path.Combine(_build.Root, "bin")).FullName, "dotnet");
        await File.WriteAllTextAsync(tool + ".txt", """
            #!/bin/sh
            sh -c 'echo "child $$" >"$1/child"; exec sleep 600' x "$(dirname "$0")" &
            wait

            """);
        // By another process: a program whose file this one still has open somewhere, in a child about to start, cannot be executed.
        using (var copy = Process.Start("/bin/cp", [tool + ".txt", tool]))
            await copy.WaitForExitAsync();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _build.Variables["PATH"] = $"{Path.GetDirectoryName(tool)}:{Environment.GetEnvironmentVariable("PATH")}";
        var start = _build.StartInfo(Conformance.ProbeRun.DotNet, "exec", Path.Combine(AppContext.BaseDirectory, "_build.dll"), "Restore");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var streams = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var child = await ChildOf(process, streams, Path.Combine(_build.Root, "bin", "child"));

        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.False(ProcessTree.IsRunning(child));
        Assert.Equal(ExitCodes.Terminated, process.ExitCode);
        await streams;
    }

    /// <summary>Ends when the child has written its number, or the build has ended without it.</summary>
    private static async Task<int> ChildOf(Process process, Task<string[]> streams, string file)
    {
        using var folder = new FileSystemWatcher(Path.GetDirectoryName(file)!);
        var written = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (File.Exists(file) && Number().Match(File.ReadAllText(file)) is { Success: true } match)
                written.TrySetResult(int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        }

        folder.Changed += (_, _) => Look();
        folder.Created += (_, _) => Look();
        folder.EnableRaisingEvents = true;
        Look();
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(written.Task, ended) == ended)
            Assert.Fail($"the build ended before it started the tool: {string.Concat(await streams)}");
        return await written.Task;
    }

    [GeneratedRegex("child ([0-9]+)\n")]
    private static partial Regex Number();
}
