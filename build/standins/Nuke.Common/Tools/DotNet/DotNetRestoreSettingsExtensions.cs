using System.Globalization;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static class DotNetRestoreSettingsExtensions
{
    public static T SetProjectFile<T>(this T o, string v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x with { Subject = v });

    public static T SetLockedMode<T>(this T o, bool? v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--locked-mode", v));

    public static T EnableLockedMode<T>(this T o)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--locked-mode", true));

    public static T SetUseLockFile<T>(this T o, bool? v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--use-lock-file", v));

    public static T EnableUseLockFile<T>(this T o)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--use-lock-file", true));

    public static T SetRuntime<T>(this T o, string v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithValue("--runtime", v));

    public static T SetSources<T>(this T o, params string[] v)
        where T : DotNetRestoreSettings, new() =>
            o.With<T>(x => x.With("--source", [.. v.SelectMany(y => new[] { "--source", Arguments.Quoted(y) })]));

    public static T SetConfigFile<T>(this T o, string v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithValue("--configfile", v));

    public static T SetVerbosity<T>(this T o, DotNetVerbosity v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithValue("--verbosity", v?.ToString()));

    public static T SetProperty<T>(this T o, string k, object v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithProperty(k, Convert.ToString(v, CultureInfo.InvariantCulture)));

    public static T SetNoCache<T>(this T o, bool? v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--no-cache", v));

    public static T EnableNoCache<T>(this T o)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--no-cache", true));

    public static T SetIgnoreFailedSources<T>(this T o, bool? v)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--ignore-failed-sources", v));

    public static T EnableIgnoreFailedSources<T>(this T o)
        where T : DotNetRestoreSettings, new() => o.With<T>(x => x.WithFlag("--ignore-failed-sources", true));
}
