namespace Nuke.Common.Tooling;

/// <summary>Settings of one call of a tool; every change makes a copy.</summary>
public abstract class ToolOptions
{
    internal abstract string DefaultToolPath { get; }

    /// <summary>The verb of the tool and what must follow it.</summary>
    internal abstract string Verb { get; }

    internal Options Values { get; init; } = Options.None;

    internal T With<T>(Func<Options, Options> change)
        where T : ToolOptions, new() => new() { Values = change(Values) };
}

public static class ToolOptionsExtensions
{
    public static T SetProcessToolPath<T>(this T o, string v)
        where T : ToolOptions, new() => o.With<T>(x => x with { ToolPath = v });

    public static T SetProcessWorkingDirectory<T>(this T o, string v)
        where T : ToolOptions, new() => o.With<T>(x => x with { WorkingDirectory = v });

    public static T SetProcessEnvironmentVariable<T>(this T o, string k, string v)
        where T : ToolOptions, new() => o.With<T>(x => x.WithVariables([KeyValuePair.Create(k, v)]));

    public static T AddProcessEnvironmentVariables<T>(this T o, IEnumerable<KeyValuePair<string, string>> v)
        where T : ToolOptions, new() => o.With<T>(x => x.WithVariables(v));

    public static T SetProcessExecutionTimeout<T>(this T o, int? v)
        where T : ToolOptions, new() => o.With<T>(x => x with { Timeout = v });

    public static T SetProcessExecutionTimeout<T>(this T o, TimeSpan v)
        where T : ToolOptions, new() => o.SetProcessExecutionTimeout((int)v.TotalMilliseconds);

    public static T DisableProcessOutputLogging<T>(this T o)
        where T : ToolOptions, new() => o.With<T>(x => x with { LogOutput = false });

    public static T DisableProcessInvocationLogging<T>(this T o)
        where T : ToolOptions, new() => o.With<T>(x => x with { LogInvocation = false });

    public static T SetProcessAdditionalArguments<T>(this T o, params string[] v)
        where T : ToolOptions, new() => o.With<T>(x => x with { AdditionalArguments = v });

    public static T AddProcessRedactedSecrets<T>(this T o, params string[] v)
        where T : ToolOptions, new() => o.With<T>(x => x with { Secrets = [.. x.Secrets, .. v] });

    public static T SetProcessLogger<T>(this T o, Action<OutputType, string> v)
        where T : ToolOptions, new() => o.With<T>(x => x with { Logger = v });

    public static T SetProcessExitHandler<T>(this T o, Action<IProcess> v)
        where T : ToolOptions, new() => o.With<T>(x => x with { ExitHandler = v });
}
