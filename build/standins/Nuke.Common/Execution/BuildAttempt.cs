using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>The file by which --continue knows what the last attempt got done.</summary>
internal sealed class BuildAttempt(AbsolutePath directory)
{
    private readonly string _file = directory / "build-attempt.log";

    /// <summary>Starts a new record.</summary>
    /// <returns>Targets that the previous attempt of the same invocation has done, if it is to be continued.</returns>
    public IReadOnlyCollection<string> Begin(bool @continue)
    {
        var hash = InvocationHash();
        var previous = File.Exists(_file) ? File.ReadAllLines(_file) : [];
        var same = previous.Length > 0 && previous[0] == hash;
        if (@continue && previous.Length > 0 && !same)
            Log.Warning("Build invocation changed. Restarting ...");
        File.WriteAllLines(_file, [hash]);
        return @continue && same ? previous[1..] : [];
    }

    public void Record(string target) => File.AppendAllLines(_file, [target]);

    private static string InvocationHash()
    {
        var words = CommandLineArguments.Current.All.Where(x => !CommandLineArguments.IsOption(x, "Continue"));
#pragma warning disable CA5351 // Not a matter of security: it only tells whether two command lines are the same.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))));
#pragma warning restore CA5351
    }
}
