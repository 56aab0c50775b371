using System.Reflection;

namespace FashionMnist.Reporting;

/// <summary>This software.</summary>
internal static class Software
{
    /// <summary>Its version.</summary>
    public static string Version { get; } =
        typeof(Software).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
