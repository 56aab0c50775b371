using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public static class DotNetTestSettingsExtensions
{
    public static T SetProjectFile<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x with { Subject = v });

    public static T SetConfiguration<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--configuration", v));

    public static T SetNoBuild<T>(this T o, bool? v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithFlag("--no-build", v));

    public static T EnableNoBuild<T>(this T o)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithFlag("--no-build", true));

    public static T SetNoRestore<T>(this T o, bool? v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", v));

    public static T EnableNoRestore<T>(this T o)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithFlag("--no-restore", true));

    public static T SetFilter<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--filter", v));

    public static T SetLoggers<T>(this T o, params string[] v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.With("--logger", Loggers(v)));

    public static T AddLoggers<T>(this T o, params string[] v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.Plus("--logger", Loggers(v)));

    public static T SetResultsDirectory<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--results-directory", v));

    public static T SetDataCollector<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--collect", v));

    public static T SetSettingsFile<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--settings", v));

    public static T AddRunSetting<T>(this T o, string k, object v)
        where T : DotNetTestSettings, new() =>
            o.With<T>(x => x with { Trailing = x.Trailing.Count == 0 ? ["--", $"{k}={v}"] : x.Trailing.Add($"{k}={v}") });

    public static T SetBlameHangTimeout<T>(this T o, string v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--blame-hang-timeout", v));

    public static T SetVerbosity<T>(this T o, DotNetVerbosity v)
        where T : DotNetTestSettings, new() => o.With<T>(x => x.WithValue("--verbosity", v?.ToString()));

    private static string[] Loggers(string[] loggers) => [.. loggers.SelectMany(x => new[] { "--logger", Arguments.Quoted(x) })];
}
