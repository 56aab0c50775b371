using System.Diagnostics;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>Starts programs whose output a test reads.</summary>
internal static class Programs
{
    /// <summary>What to start, with variables beside those of this process.</summary>
    public static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>What a program prints that ends well.</summary>
    public static string Run(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        using var process = Process.Start(Describe(program, arguments, variables))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: exit code {process.ExitCode}\n{error.Result}");
        return output.Trim();
    }
}
