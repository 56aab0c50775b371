using System.Reflection;

namespace FashionMnist.Build.Tests;

/// <summary>Places in the checkout that this assembly was built from.</summary>
internal static class Sources
{
    /// <summary>Folder of this test project.</summary>
    public static string Tests => Of("TestSources");

    /// <summary>Root of the checkout.</summary>
    public static string Root => Of("RepositoryRoot");

    /// <summary>Output folder of the probe build.</summary>
    public static string Probe => Of("ProbeOutput");

    /// <summary>The small build whose pipelines are generated.</summary>
    public static string PipelineProbe => Path.Combine(Of("PipelineProbeOutput"), "PipelineProbe.dll");

    /// <summary>Tests of which some never end.</summary>
    public static string HangProbe => Path.Combine(Of("HangProbeOutput"), "HangProbe.dll");

    /// <summary>The build of this repository.</summary>
    public static string Build => Path.Combine(AppContext.BaseDirectory, "_build.dll");

    /// <summary>Program that runs a script in the engine of PowerShell.</summary>
    public static string PowerShellHost => Path.Combine(Of("PowerShellHostOutput"), "PowerShellHost.dll");

    /// <summary>Whether this run is to write approved files instead of comparing with them.</summary>
    public static bool Accepts => Environment.GetEnvironmentVariable("ACCEPT_APPROVED_FILES") == "1";

    private static string Of(string key) =>
        typeof(Sources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(x => x.Key == key).Value!;
}
