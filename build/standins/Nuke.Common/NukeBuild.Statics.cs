using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    static NukeBuild()
    {
        RootDirectory = BuildLocations.FindRoot();
        TemporaryDirectory = (RootDirectory / BuildLocations.Marker / "temp").CreateDirectory();
        BuildAssemblyFile = BuildLocations.FindAssembly();
        BuildProjectFile = BuildLocations.FindProject(BuildAssemblyFile);
        LoadedLocalProfiles = ParameterService.Value<string[]>("Profile") ?? [];
        Verbosity = ParameterService.Value<Verbosity?>("Verbosity") ?? Verbosity.Normal;
        Host = Host.Detect(ParameterService.Value<string>("Host"));
    }

    public static AbsolutePath RootDirectory { get; }

    public static AbsolutePath TemporaryDirectory { get; }

    public static AbsolutePath BuildAssemblyFile { get; }

    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile?.Parent;

    public static AbsolutePath BuildProjectDirectory => BuildProjectFile?.Parent;

    public static AbsolutePath BuildProjectFile { get; }

    public static Verbosity Verbosity
    {
        get => (Verbosity)Logging.Level;
        set => Logging.Level = (LogLevel)value;
    }

    public static Host Host { get; set; }

    public static string[] LoadedLocalProfiles { get; }

    public static bool IsLocalBuild => !IsServerBuild;

    public static bool IsServerBuild => Host is IBuildServer;
}
