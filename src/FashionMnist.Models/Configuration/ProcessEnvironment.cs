using System.Collections;

namespace FashionMnist.Models.Configuration;

/// <summary>The environment of this process, for what takes its variables as an argument.</summary>
public static class ProcessEnvironment
{
    /// <summary>All variables by name, as they are now.</summary>
    public static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string)x.Value!);
}
