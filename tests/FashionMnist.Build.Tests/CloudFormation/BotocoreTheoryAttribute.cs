using System.Diagnostics;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>Needs botocore for the Python of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BotocoreTheoryAttribute : TheoryAttribute
{
    public BotocoreTheoryAttribute()
    {
        if (!File.Exists(Python) || Run("import botocore").ExitCode != 0)
            Skip = $"botocore is not installed for {Python} (Debian package python3-botocore)";
    }

    private static string Python => "/usr/bin/python3";

    /// <summary>Runs a program given as text.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
