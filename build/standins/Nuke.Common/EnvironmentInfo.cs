using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Nuke.Common.IO;

namespace Nuke.Common;

public static class EnvironmentInfo
{
    public static bool IsWin => OperatingSystem.IsWindows();

    public static bool IsOsx => OperatingSystem.IsMacOS();

    public static bool IsLinux => OperatingSystem.IsLinux();

    public static bool IsUnix => !IsWin;

    public static bool IsArm64 => RuntimeInformation.OSArchitecture == Architecture.Arm64;

    public static string MachineName => Environment.MachineName;

    public static AbsolutePath WorkingDirectory => Directory.GetCurrentDirectory();

    public static IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            // Windows compares names without case, and a process may hold two that differ in case only.
            var variables = new Dictionary<string, string>(IsWin ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
                variables[(string)variable.Key] = (string)variable.Value;
            return variables;
        }
    }

    public static bool HasVariable(string name) => Environment.GetEnvironmentVariable(name) is not null;

    public static string GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    public static T GetVariable<T>(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return value is null ? default : (T)TypeDescriptor.GetConverter(typeof(T)).ConvertFromInvariantString(value);
    }

    public static void SetVariable(string name, string value) => Environment.SetEnvironmentVariable(name, value);
}
