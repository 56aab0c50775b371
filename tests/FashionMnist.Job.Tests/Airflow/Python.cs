using System.Diagnostics;
using System.Reflection;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Airflow;

/// <summary>The Pythons of this machine, and the checkout whose DAG they run.</summary>
internal static class Python
{
    // Airflow 2.9 runs on 3.8 and later.
    private const int OldestMinor = 8;

    /// <summary>Root of the checkout.</summary>
    public static string Root { get; } =
        typeof(Python).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == "RepositoryRoot").Value!;

    /// <summary>Folder of the DAG's tests.</summary>
    public static string Tests => Path.Combine(Root, "tests", "airflow");

    /// <summary>Every Python 3.8 or later that is installed, the system's first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Candidates().Where(File.Exists).Where(IsNewEnough)];

    /// <summary>Why tests that need the Python of the system are skipped, or <see langword="null"/> if they run.</summary>
    public static string? WhySkipped { get; } =
        Installed.HasPythonModules("botocore", "croniter", "jsonschema")
            ? null
            : $"{Installed.Python} lacks botocore, croniter or jsonschema (Debian packages python3-botocore, python3-croniter and python3-jsonschema)";

    /// <summary>Runs a Python in the folder of the DAG's tests.</summary>
    /// <returns>Nothing and what it printed; if it failed, everything it said.</returns>
    public static async Task<(string Problems, string Output)> RunAsync(string python, params string[] arguments)
    {
        // -B: nothing is left in the sources.
        var start = new ProcessStartInfo(python, ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Tests };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var output = await printed;
        return (process.ExitCode == 0 ? "" : $"{python} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{output}{errors}", output);
    }

    private static IEnumerable<string> Candidates()
    {
        yield return Installed.Python;
        var pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        foreach (var version in Directory.Exists(pyenv) ? Directory.GetDirectories(pyenv) : [])
            yield return Path.Combine(version, "bin", "python3");
        for (var minor = OldestMinor; minor < OldestMinor + 10; minor++)
            yield return $"/usr/local/bin/python3.{minor}";
    }

    private static bool IsNewEnough(string python)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import sys; sys.exit(sys.version_info < (3, {OldestMinor}))"])
        {
            RedirectStandardError = true,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>Needs what Debian packages for the Python of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Python.WhySkipped;
}
