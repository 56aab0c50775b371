using FashionMnist.Build.Output;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Components;

namespace FashionMnist.Build.CommandLine.Help;

/// <summary>
/// Answers <c>--help</c> before the engine does, in groups; with <c>--verbosity verbose</c> the engine answers. It hears of the build
/// after the parameters have their values and the schema is written.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class GroupedHelpAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    /// <summary>The engine's components describe nothing.</summary>
    private static readonly Dictionary<string, string> EngineTargets = new()
    {
        [nameof(IRestore.Restore)] = "Gets the packages",
        [nameof(ICompile.Compile)] = "Compiles the solution",
        [nameof(ITest.Test)] = "Runs every test",
    };

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (!Build.Help || Build.Verbosity == Verbosity.Verbose)
            return;
        foreach (var line in new HelpText(Targets(executableTargets), Options(), TerminalFit.Width()).Lines())
            Console.WriteLine(line);
        Environment.Exit(0);
    }

    /// <summary>Each after those that it depends on.</summary>
    private static IReadOnlyList<HelpEntry> Targets(IEnumerable<ExecutableTarget> targets) =>
    [
        .. targets.Where(x => x.Listed).OrderBy(Depth).Select(x => new HelpEntry(
            x.IsDefault ? $"{x.Name} (default)" : x.Name,
            x.Description ?? EngineTargets.GetValueOrDefault(x.Name, ""),
            HelpEntry.GroupOf(x.Member?.DeclaringType))),
    ];

    private static int Depth(ExecutableTarget target) => target.ExecutionDependencies.Select(x => Depth(x) + 1).DefaultIfEmpty().Max();

    private IReadOnlyList<HelpEntry> Options() =>
    [
        .. new BuildSurface(Build.GetType()).Parameters.Values
            .Where(x => x is { Declaring: not null, Listed: true })
            .OrderBy(x => x.Name, StringComparer.Ordinal)
            .Select(x => new HelpEntry(x.Option, TextOf(x), HelpEntry.GroupOf(x.Declaring))),
    ];

    private static string TextOf(BuildParameter parameter)
    {
        var choices = new ParameterValue(parameter.Type).Choices;
        return parameter.Type == typeof(bool) || choices.Count == 0
            ? parameter.Description
            : $"{parameter.Description}{(parameter.Description.Length > 0 ? ": " : "")}{string.Join(" or ", choices)}";
    }
}
