using System.Diagnostics;
using System.Reflection;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Models.Servers;
using FashionMnist.Models.Text;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Output;

/// <summary>Puts the masks on console and log.</summary>
internal static class BuildOutput
{
    private static readonly string[] SecretVariables = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", .. MlflowModelRegistry.SecretVariables];
    private static readonly FirstError First = new();
    private static readonly SecretMasker RunMasker = new([]);
    private static readonly MaskingWriter Out = new(Console.Out, TerminalFit.Of(Console.IsOutputRedirected, Environment.GetEnvironmentVariable)) { Masker = RunMasker };
    private static readonly MaskingWriter Error = new(Console.Error, TerminalFit.Of(Console.IsErrorRedirected, Environment.GetEnvironmentVariable)) { Masker = RunMasker };

    /// <summary>When this run started, UTC, however late it is asked for: a static field would be set when it is first read.</summary>
    public static DateTime Start { get; } = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    /// <summary>The first line of this run that said what was wrong, without secrets; none: nothing was.</summary>
    public static string? FirstError => First.Line;

    /// <summary>Takes the secrets of this run out of texts.</summary>
    public static SecretMasker Masker => RunMasker;

    /// <summary>Whether something of this run failed with such an exception.</summary>
    public static bool Saw<T>(Func<T, bool> condition)
        where T : Exception => First.Exceptions.OfType<T>().Any(condition);

    /// <summary>Takes the console over; call before the engine starts.</summary>
    public static void Install()
    {
        Hide(SecretVariables.Select(x => Environment.GetEnvironmentVariable(x) ?? ""));
        Console.SetOut(Out);
        Console.SetError(Error);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Out.Flush();
            Error.Flush();
        };
    }

    /// <summary>Learns the secrets of a build and filters its log; call when the parameters have their values.</summary>
    public static void Protect(INukeBuild build)
    {
        Hide(SecretsOf(build));
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Sink(new LogFilter(Masker, Log.Logger, First))
            .CreateLogger();
        ServerPatience.Program = new ServerPatience(
            ServerPatience.TotalFrom(Environment.GetEnvironmentVariable), TimeProvider.System, x => Log.Warning("{Waiting:l}", x));
    }

    /// <summary>Masks secrets that were found later.</summary>
    public static void Hide(IEnumerable<string> secrets) => Masker.Learn(secrets);

    /// <summary>Masks one more secret.</summary>
    public static void Hide(string secret) => Hide([secret]);

    private static IEnumerable<string> SecretsOf(INukeBuild build) => build.GetType().GetInterfaces()
        .Prepend(build.GetType())
        .SelectMany(x => x.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(x => x.GetCustomAttribute<SecretAttribute>() is not null)
        .Select(x => x is PropertyInfo property ? property.GetValue(build) : ((FieldInfo)x).GetValue(build))
        .OfType<string>();
}
