using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>--help, which is also the answer where there is nothing to run.</summary>
internal sealed class ShowHelpAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    private const int LineWidth = 80;
    private const int MinimumNameWidth = 20;

    public override float Priority => 5;

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (!Build.Help && executionPlan.Count > 0)
            return;
        WriteTargets([.. executableTargets.Where(x => x.Listed)]);
        WriteParameters(executableTargets);
        Serilog.Log.CloseAndFlush();
        Environment.Exit(0);
    }

    private static void WriteTargets(List<ExecutableTarget> targets)
    {
        var width = Math.Max(MinimumNameWidth, targets.Select(x => NameOf(x).Length).DefaultIfEmpty().Max());
        Terminal.WriteLine("Targets (with their direct dependencies):");
        Terminal.WriteLine();
        foreach (var target in targets)
        {
            var dependencies = string.Join(", ", target.ExecutionDependencies.Select(x => x.Name));
            Line($"  {NameOf(target).PadRight(width)}{(dependencies.Length > 0 ? " -> " : "")}{dependencies}");
            if (target.Description is not null)
                Line($"    {target.Description}");
        }
    }

    private void WriteParameters(IReadOnlyCollection<ExecutableTarget> targets)
    {
        var defaults = string.Join(", ", targets.Where(x => x.IsDefault).Select(x => x.Name).DefaultIfEmpty("<none>"));
        var own = ParameterMember.All(Build).Where(x => x.Listed).ToList();
        var builtIn = BuiltInParameters.All.Where(x => x.Listed)
            .Select(x => x with { Description = x.Description.Replace(BuiltInParameters.DefaultTargetMark, defaults) });
        var width = Math.Max(MinimumNameWidth, own.Select(x => OptionNames.Of(x.Name).Length).DefaultIfEmpty().Max());
        Terminal.WriteLine();
        Terminal.WriteLine("Parameters:");
        Terminal.WriteLine();
        own.ForEach(x => WriteParameter(x, width));
        if (own.Count > 0)
            Terminal.WriteLine();
        foreach (var parameter in builtIn)
            WriteParameter(parameter, width);
        Terminal.WriteLine();
    }

    private static void WriteParameter(ParameterMember parameter, int width)
    {
        var indentation = new string(' ', width + 3);
        var description = parameter.Description is null ? "<no description>" : parameter.Description.TrimEnd('.') + ".";
        var lines = Wrapped(description, LineWidth - indentation.Length).ToList();
        Line($"  {OptionNames.Of(parameter.Name).PadRight(width)} {lines[0]}");
        lines.Skip(1).ToList().ForEach(x => Line(indentation + x));
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return line;
    }

    private static string NameOf(ExecutableTarget target) => target.IsDefault ? target.Name + " (default)" : target.Name;

    private static void Line(string text) => Terminal.WriteLine(Terminal.Unbroken(text));
}
