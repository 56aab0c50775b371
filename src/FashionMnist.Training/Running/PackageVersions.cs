using System.Reflection;
using FashionMnist.Inference;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace FashionMnist.Training.Running;

/// <summary>Names and versions of what made a model.</summary>
internal static class PackageVersions
{
    /// <summary>The versions that are loaded now, and the build engine's if there is one.</summary>
    public static IReadOnlyDictionary<string, string> Current(string? engine)
    {
        OnnxTelemetry.Disable();
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [".NET"] = Environment.Version.ToString(),
            ["FashionMnist.Training"] = VersionOf(typeof(PackageVersions)),
            ["Google.Protobuf"] = VersionOf(typeof(Google.Protobuf.CodedOutputStream)),
            ["Microsoft.ML.OnnxRuntime"] = OrtEnv.Instance().GetVersionString(),
            ["TorchSharp"] = VersionOf(typeof(torch)),
            ["libtorch"] = torch.__version__,
        };
        if (engine is not null)
            versions["build engine"] = engine;
        return versions;
    }

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{type.Assembly.GetName().Version}";
        return version.Split('+')[0];
    }
}
