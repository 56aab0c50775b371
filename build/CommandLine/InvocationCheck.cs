using FashionMnist.Models.Configuration;

namespace FashionMnist.Build.CommandLine;

/// <summary>Checks the invocation of this process.</summary>
internal static class InvocationCheck
{
    /// <summary>A variable that many shells and agents set for purposes of their own; it must not choose where models go.</summary>
    private const string ForeignVariable = "ENVIRONMENT";

    private static readonly string[] DesktopVariables = ["DISPLAY", "WAYLAND_DISPLAY"];

    /// <summary>Prints what is wrong and returns the exit code, or returns <see langword="null"/> if all is well.</summary>
    public static int? Run(Type build)
    {
        Environment.SetEnvironmentVariable(ForeignVariable, null);
        KeepPlanOffTerminal();
        var arguments = Environment.GetCommandLineArgs()[1..];
        var surface = new BuildSurface(build);
        foreach (var name in surface.EmptyVariables(ProcessEnvironment.Variables()))
            Environment.SetEnvironmentVariable(name, null);
        var invocation = new Invocation(surface);
        var problem = invocation.ProblemWith(arguments)
            ?? invocation.ProblemWithEnvironment(ProcessEnvironment.Variables())
            ?? ParametersFiles().Select(invocation.ProblemWithFile).FirstOrDefault(x => x is not null);
        return Invocation.Report(problem, Console.Error);
    }

    /// <summary>The engine opens the plan through xdg-open, which without a desktop tries one text browser after the other.</summary>
    private static void KeepPlanOffTerminal()
    {
        if (OperatingSystem.IsLinux() && DesktopVariables.All(x => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(x))))
            Environment.SetEnvironmentVariable("BROWSER", "true");
    }

    /// <summary>The folder <c>.nuke</c> of the checkout that this process is to build; <see langword="null"/> where there is none.</summary>
    public static string? SettingsFolder()
    {
        var root = Invocation.ValueOf(Environment.GetCommandLineArgs()[1..], "--root");
        for (DirectoryInfo? folder = new(root ?? Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var settings = Path.Combine(folder.FullName, ".nuke");
            if (Directory.Exists(settings))
                return settings;
        }

        return null;
    }

    private static IEnumerable<string> ParametersFiles() =>
        SettingsFolder() is { } settings ? Directory.EnumerateFiles(settings, "parameters*.json").Order(StringComparer.Ordinal) : [];
}
