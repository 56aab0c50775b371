using System.Diagnostics;

namespace FashionMnist.Build.Tests.Servers;

/// <summary>Runs the scripts under tests/servers.</summary>
internal static class ServerScripts
{
    /// <summary>Runs a script and reads the variables that it prints.</summary>
    public static Dictionary<string, string> Run(string script, string argument, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Path.Combine(Sources.Root, "tests", "servers", script), [argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Where(x => x.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script}: exit code {process.ExitCode}\n{error.Result}");
        return output.Split('\n').Where(x => x.StartsWith("export ", StringComparison.Ordinal))
            .Select(x => x["export ".Length..].Split('=', 2)).ToDictionary(x => x[0], x => x[1]);
    }

    /// <summary>Kills the process of a pid file with SIGKILL.</summary>
    public static void Kill(string pidFile)
    {
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
        process.WaitForExit();
    }
}
