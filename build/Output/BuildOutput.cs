using System.Reflection;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Output;

/// <summary>Puts the masks on console and log.</summary>
internal static class BuildOutput
{
    private static readonly string[] SecretVariables = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
    private static readonly MaskingWriter Out = new(Console.Out);
    private static readonly MaskingWriter Error = new(Console.Error);

    /// <summary>Takes the console over; call before the engine starts.</summary>
    public static void Install()
    {
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
        var masker = new SecretMasker(SecretsOf(build).Concat(SecretVariables.Select(x => Environment.GetEnvironmentVariable(x) ?? "")));
        Out.Masker = Error.Masker = masker;
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Sink(new LogFilter(masker, Log.Logger))
            .CreateLogger();
    }

    /// <summary>Hides a secret that the build has learnt on its way, from now on.</summary>
    public static void Hide(string secret) => Out.Masker.Learn(secret);

    private static IEnumerable<string> SecretsOf(INukeBuild build) => build.GetType().GetInterfaces()
        .Prepend(build.GetType())
        .SelectMany(x => x.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(x => x.GetCustomAttribute<SecretAttribute>() is not null)
        .Select(x => x is PropertyInfo property ? property.GetValue(build) : ((FieldInfo)x).GetValue(build))
        .OfType<string>();
}
