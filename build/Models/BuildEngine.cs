using System.Reflection;
using Nuke.Common;

namespace FashionMnist.Build.Models;

/// <summary>Which build engine runs this build; stands in the manifest of every model.</summary>
internal static class BuildEngine
{
    /// <summary>Assembly name and informational version, for example <c>Nuke.Common 10.1.0</c>; a stand-in says so in its version.</summary>
    public static string Name { get; } =
        $"{typeof(NukeBuild).Assembly.GetName().Name} {typeof(NukeBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";
}
