using System.Diagnostics;
using System.Runtime.InteropServices;
using FashionMnist.Build.Output;
using FashionMnist.Models;

namespace FashionMnist.Build.CommandLine;

/// <summary>What surrounds a run of the engine: a log of its own, the end of what it started, and a line about every failure.</summary>
internal static class BuildRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the engine.</summary>
    /// <returns>Its exit code, or that of the signal that stopped it.</returns>
    public static int Of(Func<int> engine)
    {
        if (InvocationCheck.SettingsFolder() is { } settings && !BuildLog.MakeRoom(Path.Combine(settings, "temp")))
        {
            Console.Error.WriteLine("Another build of this checkout is running; wait for its end, or use another clone");
            return ExitCodes.TryAgain;
        }

        var stopped = false;
        // Ctrl-C and a terminal's end reach the whole group of processes; SIGTERM reaches this one only.
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            stopped = true;
            StopChildren();
        });
        var code = engine();
        if (stopped)
            return ExitCodes.Terminated;
        if (code != ExitCodes.Ok && BuildOutput.FirstError is null)
            Console.Error.WriteLine($"[ERR] The build ended with exit code {code} before a target could say why; see the lines above and .nuke/temp/build.log");
        return code;
    }

    private static void StopChildren()
    {
        foreach (var signal in new[] { "TERM", "KILL" })
        {
            var children = ProcessTree.Below(Environment.ProcessId);
            if (children.Count == 0)
                return;
            using (var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {string.Join(' ', children)} 2>/dev/null"]))
                kill.WaitForExit();
            for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && children.Any(ProcessTree.IsRunning); Thread.Sleep(Pause))
            {
            }
        }
    }
}
