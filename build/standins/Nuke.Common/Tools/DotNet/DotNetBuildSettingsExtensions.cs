using System.Globalization;

namespace Nuke.Common.Tools.DotNet;

public static class DotNetBuildSettingsExtensions
{
    public static T SetProjectFile<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x with { Subject = v });

    public static T SetConfiguration<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithValue("--configuration", v));

    public static T SetFramework<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithValue("--framework", v));

    public static T SetNoRestore<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", v));

    public static T EnableNoRestore<T>(this T o)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", true));

    public static T SetNoIncremental<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--no-incremental", v));

    public static T EnableNoIncremental<T>(this T o)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--no-incremental", true));

    public static T SetOutputDirectory<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithValue("--output", v));

    public static T SetVersion<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("Version", v));

    public static T SetAssemblyVersion<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("AssemblyVersion", v));

    public static T SetFileVersion<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("FileVersion", v));

    public static T SetInformationalVersion<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("InformationalVersion", v));

    public static T SetTreatWarningsAsErrors<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("TreatWarningsAsErrors", v));

    public static T EnableTreatWarningsAsErrors<T>(this T o)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("TreatWarningsAsErrors", true));

    public static T SetContinuousIntegrationBuild<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("ContinuousIntegrationBuild", v));

    public static T SetDeterministic<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("Deterministic", v));

    public static T SetRepositoryUrl<T>(this T o, string v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty("RepositoryUrl", v));

    public static T SetProperty<T>(this T o, string k, object v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithProperty(k, Convert.ToString(v, CultureInfo.InvariantCulture)));

    public static T SetNoLogo<T>(this T o, bool? v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--nologo", v));

    public static T EnableNoLogo<T>(this T o)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithFlag("--nologo", true));

    public static T SetVerbosity<T>(this T o, DotNetVerbosity v)
        where T : DotNetBuildSettings, new() => o.With<T>(x => x.WithValue("--verbosity", v?.ToString()));
}
