using System.Globalization;

namespace Nuke.Common.CI;

/// <summary>What a server says in the environment.</summary>
internal static class ServerVariables
{
    public static string Text(string name) => EnvironmentInfo.GetVariable(name);

    public static int Number(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static long LongNumber(string name) => long.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
