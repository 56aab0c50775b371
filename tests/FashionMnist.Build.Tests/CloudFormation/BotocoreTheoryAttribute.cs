using System.Diagnostics;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>Needs botocore for the Python of the system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BotocoreTheoryAttribute : TheoryAttribute
{
    public BotocoreTheoryAttribute()
    {
        if (!Installed.HasPythonModules("botocore"))
            Skip = $"botocore is not installed for {Installed.Python} (Debian package python3-botocore)";
    }

    /// <summary>Runs a program given as text.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Installed.Python, ["-c", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
