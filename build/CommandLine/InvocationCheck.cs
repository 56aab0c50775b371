using System.Collections;

namespace FashionMnist.Build.CommandLine;

/// <summary>Checks the invocation of this process.</summary>
internal static class InvocationCheck
{
    /// <summary>A variable that many shells and agents set for purposes of their own; it must not choose where models go.</summary>
    private const string ForeignVariable = "ENVIRONMENT";

    /// <summary>Prints what is wrong and returns the exit code, or returns <see langword="null"/> if all is well.</summary>
    public static int? Run(Type build)
    {
        Environment.SetEnvironmentVariable(ForeignVariable, null);
        var surface = new BuildSurface(build);
        foreach (var name in surface.EmptyVariables(Variables()))
            Environment.SetEnvironmentVariable(name, null);
        var invocation = new Invocation(surface);
        var problem = invocation.ProblemWith(Environment.GetCommandLineArgs()[1..])
            ?? invocation.ProblemWithEnvironment(Variables())
            ?? ParametersFiles().Select(invocation.ProblemWithFile).FirstOrDefault(x => x is not null);
        return Invocation.Report(problem, Console.Error);
    }

    private static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string)x.Value!);

    private static IEnumerable<string> ParametersFiles()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var settings = Path.Combine(folder.FullName, ".nuke");
            if (Directory.Exists(settings))
                return Directory.EnumerateFiles(settings, "parameters*.json").Order(StringComparer.Ordinal);
        }

        return [];
    }
}
