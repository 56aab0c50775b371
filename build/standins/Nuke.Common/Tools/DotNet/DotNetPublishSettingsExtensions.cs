using System.Globalization;

namespace Nuke.Common.Tools.DotNet;

public static class DotNetPublishSettingsExtensions
{
    public static T SetProject<T>(this T o, string v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x with { Subject = v });

    public static T SetConfiguration<T>(this T o, string v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithValue("--configuration", v));

    public static T SetOutput<T>(this T o, string v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithValue("--output", v));

    public static T SetRuntime<T>(this T o, string v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithValue("--runtime", v));

    public static T SetSelfContained<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() =>
            o.With<T>(x => x.WithValue("--self-contained", v?.ToString(CultureInfo.InvariantCulture).ToLowerInvariant()));

    public static T SetPublishSingleFile<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithProperty("PublishSingleFile", v));

    public static T SetPublishTrimmed<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithProperty("PublishTrimmed", v));

    public static T SetPublishReadyToRun<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithProperty("PublishReadyToRun", v));

    public static T SetFramework<T>(this T o, string v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithValue("--framework", v));

    public static T SetNoBuild<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithFlag("--no-build", v));

    public static T EnableNoBuild<T>(this T o)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithFlag("--no-build", true));

    public static T SetNoRestore<T>(this T o, bool? v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", v));

    public static T EnableNoRestore<T>(this T o)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", true));

    public static T SetProperty<T>(this T o, string k, object v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithProperty(k, Convert.ToString(v, CultureInfo.InvariantCulture)));

    public static T SetVerbosity<T>(this T o, DotNetVerbosity v)
        where T : DotNetPublishSettings, new() => o.With<T>(x => x.WithValue("--verbosity", v?.ToString()));
}
