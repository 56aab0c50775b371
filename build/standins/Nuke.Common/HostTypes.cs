using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>The hosts that exist in the engine and in the build.</summary>
internal static class HostTypes
{
    private static readonly string[] OfTheOriginal =
    [
        "AppVeyor", "AzurePipelines", "Bamboo", "Bitbucket", "Bitrise", "GitHubActions", "GitLab", "Jenkins", "Rider",
        "SpaceAutomation", "TeamCity", "Terminal", "TravisCI", "VSCode", "VisualStudio",
    ];

    /// <summary>What the original engine lists, and the build's own; the schema file must not change with the engine that writes it.</summary>
    public static IEnumerable<string> NamesInSchema => OfTheOriginal.Union(All().Select(x => x.Name)).Order(StringComparer.Ordinal);

    /// <summary>All host types; the terminal, which always runs, comes last.</summary>
    public static IReadOnlyList<Type> All() =>
    [
        .. AppDomain.CurrentDomain.GetAssemblies()
            .Where(x => x == typeof(Host).Assembly || x.GetReferencedAssemblies().Any(y => y.Name == typeof(Host).Assembly.GetName().Name))
            .SelectMany(x => x.GetTypes())
            .Where(x => x.IsPublic && !x.IsAbstract && x.IsSubclassOf(typeof(Host)))
            .OrderBy(x => typeof(Terminal).IsAssignableFrom(x)),
    ];

    public static bool IsRunning(Type host)
    {
        const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return host.GetProperty("IsRunning" + host.Name, AnyStatic)?.GetValue(null) is true;
    }

    public static Host Create(Type host) => (Host)Activator.CreateInstance(host, nonPublic: true);
}
