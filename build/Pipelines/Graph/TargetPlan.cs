using FashionMnist.Models;
using FashionMnist.Models.Text;
using Nuke.Common.Execution;

namespace FashionMnist.Build.Pipelines.Graph;

/// <summary>Which targets a server runs, and in which order: as `./build.sh A`, then `./build.sh B` would, each target once.</summary>
internal static class TargetPlan
{
    /// <param name="targets">All targets of the build.</param>
    /// <param name="entries">Names of the targets to run, in their order.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> where there is no target of a name.</exception>
    public static IReadOnlyList<ExecutableTarget> Of(IReadOnlyCollection<ExecutableTarget> targets, IEnumerable<string> entries)
    {
        var sorted = Sort(targets);
        return [.. entries.SelectMany(x => sorted.Where(Needed(Find(targets, x)).Contains)).Distinct()];
    }

    /// <summary>The target of that name.</summary>
    public static ExecutableTarget Find(IReadOnlyCollection<ExecutableTarget> targets, string name) =>
        targets.FirstOrDefault(x => x.Name == name) ?? throw new FashionMnistException(
            ExitCodes.Configuration,
            $"An attribute of the build names the target {name}, which does not exist.{NearestName.Hint(name, targets.Select(x => x.Name))}");

    private static HashSet<ExecutableTarget> Needed(ExecutableTarget entry)
    {
        var needed = new HashSet<ExecutableTarget>();
        var open = new Stack<ExecutableTarget>([entry]);
        while (open.TryPop(out var target))
        {
            if (!needed.Add(target))
                continue;
            foreach (var next in target.ExecutionDependencies.Concat(target.Triggers))
                open.Push(next);
        }

        return needed;
    }

    /// <summary>The engine's order, built from the end: of the targets that nothing left depends on, the first one declared comes last.</summary>
    private static List<ExecutableTarget> Sort(IReadOnlyCollection<ExecutableTarget> targets)
    {
        var left = targets.ToList();
        var sorted = new List<ExecutableTarget>();
        while (left.Count > 0)
        {
            var last = left.First(x => !left.Exists(y => y != x && y.AllDependencies.Contains(x)));
            left.Remove(last);
            sorted.Insert(0, last);
        }

        return sorted;
    }
}
