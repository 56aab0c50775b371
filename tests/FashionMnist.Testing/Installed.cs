using System.ComponentModel;
using System.Diagnostics;

namespace FashionMnist.Testing;

/// <summary>What this machine has, for tests that need more than the SDK.</summary>
public static class Installed
{
    /// <summary>The Python of the system: another one does not see the modules that Debian packages.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Path of the first of these programs on PATH, folder by folder; <see langword="null"/> if there is none.</summary>
    public static string? Find(params string[] programs) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => programs.Select(program => Path.Combine(folder, program)))
        .FirstOrDefault(File.Exists);

    /// <summary>Whether <see cref="Python"/> has all of these modules.</summary>
    public static bool HasPythonModules(params string[] modules)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {string.Join(", ", modules)}"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
