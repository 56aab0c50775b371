using System.Globalization;
using System.Runtime.InteropServices;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using FashionMnist.Models.Servers;
using FashionMnist.Models.Text;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FashionMnist.Hosting;

/// <summary>
/// The frame around every program: logging to standard error, signals to cancellation, failures to one line and an exit code.
/// Standard output stays free for results.
/// </summary>
public static class ProgramHost
{
    private static readonly SecretMasker Secrets = new([]);

    private const string TextTemplate = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Runs <paramref name="body"/> and turns whatever happens into one of <see cref="ExitCodes"/>.</summary>
    /// <param name="format">How to log.</param>
    /// <param name="properties">Properties of every JSON log event, for example run id, commit and model.</param>
    /// <param name="body">The work; its token is cancelled by SIGINT and SIGTERM.</param>
    public static async Task<int> RunAsync(
        LogFormat format, IReadOnlyDictionary<string, string> properties, Func<CancellationToken, Task<int>> body)
    {
        // Not disposed: a signal that came last may still be on its way to it.
        var stop = new CancellationTokenSource();
        var signalled = ExitCodes.Ok;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, x => Stop(x, ExitCodes.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, x => Stop(x, ExitCodes.Terminated));
        Log.Logger = CreateLogger(format, properties);
        try
        {
            ServerPatience.Program = new ServerPatience(
                ServerPatience.TotalFrom(Environment.GetEnvironmentVariable), TimeProvider.System, x => Log.Warning("{Waiting:l}", x));
            return await body(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.Warning("Stopped by a signal; run the same command again to go on");
            return signalled;
        }
        catch (Exception e)
        {
            return Report(e);
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }

        void Stop(PosixSignalContext context, int exitCode)
        {
            context.Cancel = true;
            signalled = exitCode;
            stop.Cancel();
        }
    }

    /// <summary>Takes the secrets of a configuration out of everything that is logged from now on.</summary>
    public static void Hide(EffectiveConfiguration configuration) =>
        Secrets.Learn((configuration.Parameters?.Parameters ?? []).Where(x => x.Secret).Select(x => x.Value));

    private static int Report(Exception exception)
    {
        switch (exception)
        {
            case FashionMnistException e:
                Log.Error("{Problem:l}", e.Message);
                return e.ExitCode;
            case UnauthorizedAccessException e:
                Log.Error("{Problem:l}", e.Message);
                return ExitCodes.AccessDenied;
            case IOException e:
                Log.Error("{Problem:l}", e.Message);
                return ExitCodes.InputOutput;
            default:
                Log.Fatal(exception, "This is a defect of the software, please report it");
                return ExitCodes.Internal;
        }
    }

    private static Serilog.Core.Logger CreateLogger(LogFormat format, IReadOnlyDictionary<string, string> properties)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Information();
        foreach (var (name, value) in properties)
            configuration.Enrich.WithProperty(name, value);

        var log = format == LogFormat.Text || (format == LogFormat.Auto && !Console.IsErrorRedirected)
            ? configuration.WriteTo.Console(
                outputTemplate: TextTemplate,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose,
                applyThemeToRedirectedOutput: false).CreateLogger()
            : configuration.WriteTo.Console(new CompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger();
        return new LoggerConfiguration().MinimumLevel.Information().WriteTo.Sink(new MaskingSink(Secrets, log)).CreateLogger();
    }
}
