using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>Parameters in the environment: by their exact name, else by letters and digits, with or without the prefix NUKE.</summary>
internal static class EnvironmentVariables
{
    private const string Prefix = "NUKE";

    public static object Value(string name, Type type, string separator)
    {
        if (Find(name) is not { } text)
            return null;
        try
        {
            return TextConverter.Convert([text], type, separator);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{exception.Message}\nResolving parameter '{name}' failed. Environment variable was:\n{text}");
            throw;
        }
    }

    private static string Find(string name)
    {
        var variables = EnvironmentInfo.Variables;
        if (variables.TryGetValue(name, out var exact))
            return exact;
        var key = KeyOf(name);
        var found = variables.Where(x => KeyOf(x.Key) is var other && (other == key || other == Prefix + key)).ToList();
        if (found.Count > 1)
            Log.Warning("Could not resolve {Name:l} since multiple values are provided", name);
        return found.Count == 1 ? found[0].Value : null;
    }

    private static string KeyOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
