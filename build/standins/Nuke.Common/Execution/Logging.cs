using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.IO;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.SystemConsole.Themes;

namespace Nuke.Common.Execution;

public static class Logging
{
    internal const string TargetProperty = "ExecutingTarget";
    private const string Timestamp = "{Timestamp:HH:mm:ss} ";
    private const string ConsoleFormat = "[{Level:u3}] {Message:l}{NewLine}{Exception}";
    private const string RepeatedFormat = "[{Level:u3}] {ExecutingTarget:l}: {Message:l}{NewLine}";
    private const string FileFormat = "{Timestamp:HH:mm:ss.fff} | {Level:u1} | {ExecutingTarget,-20:l} | {Message:l}{NewLine}{Exception}";
    private const int KeptLogFiles = 5;

    private static readonly CollectingSink Collected = new();
    private static DefaultOutput[] _disabled = [];

    internal static LoggingLevelSwitch LevelSwitch { get; } = new(LogEventLevel.Debug);

    public static LogLevel Level
    {
        get => LevelSwitch.MinimumLevel switch
        {
            LogEventLevel.Verbose => LogLevel.Trace,
            LogEventLevel.Warning => LogLevel.Warning,
            LogEventLevel.Error => LogLevel.Error,
            _ => LogLevel.Normal,
        };
        set => LevelSwitch.MinimumLevel = value switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            _ => LogEventLevel.Debug,
        };
    }

    internal static bool IsDisabled(DefaultOutput output) => _disabled.Contains(output);

    internal static void Configure(NukeBuild build)
    {
        _disabled = build.GetType().GetCustomAttribute<DisableDefaultOutputAttribute>()?.DisabledOutputs ?? [];
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.FromLogContext()
            .Enrich.With(new WithoutTarget())
            .WriteTo.Sink(new HostSink(), levelSwitch: LevelSwitch)
            .WriteTo.Console(
                outputTemplate: IsDisabled(DefaultOutput.Timestamps) ? ConsoleFormat : Timestamp + ConsoleFormat,
                theme: Theme,
                levelSwitch: LevelSwitch)
            .WriteTo.Sink(Collected, LogEventLevel.Warning);
        if (NukeBuild.Host is not IBuildServer)
            WriteToFiles(configuration);
        Log.Logger = configuration.CreateLogger();
    }

    internal static void WriteErrorsAndWarnings(Host host)
    {
        var events = Collected.Take();
        if (events.Count == 0)
            return;
        using (host.WriteBlock("Errors & Warnings"))
        using (var logger = new LoggerConfiguration().WriteTo.Console(outputTemplate: RepeatedFormat, theme: Theme).CreateLogger())
            events.ForEach(logger.Write);
    }

    private static ConsoleTheme Theme => Terminal.HasColours ? AnsiConsoleTheme.Literate : ConsoleTheme.None;

    private static void WriteToFiles(LoggerConfiguration configuration)
    {
        var directory = NukeBuild.TemporaryDirectory;
        var dated = directory.GetFiles("build.????-??-??_??-??-??.log").OrderByDescending(x => x.Name, StringComparer.Ordinal);
        foreach (var old in dated.Skip(KeptLogFiles - 1))
            old.DeleteFile();
        var current = directory / "build.log";
        configuration.WriteTo.Sink(new ExclusiveFileSink(current, FileFormat));
        configuration.WriteTo.File(directory / $"build.{DateTime.Now:yyyy-MM-dd_HH-mm-ss}.log", outputTemplate: FileFormat);
    }

    private sealed class WithoutTarget : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
            logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty(TargetProperty, ""));
    }
}
