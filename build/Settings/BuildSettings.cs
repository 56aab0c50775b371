using System.Collections;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.Settings;

/// <summary>Loads the configuration for a build.</summary>
internal static class BuildSettings
{
    public static EffectiveConfiguration Load(IHazSettings build) =>
        ConfigurationLoader.Load(build.RootDirectory / ConfigurationLoader.DefaultFile, Variables(), build.SettingArguments);

    /// <summary>The arguments by which a program of this solution gets the same configuration.</summary>
    public static IEnumerable<string> Arguments(this IHazSettings build) =>
        ["--config", build.RootDirectory / ConfigurationLoader.DefaultFile, .. build.SettingArguments.SelectMany(x => new[] { "--set", x })];

    private static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string)x.Value!);
}
