namespace Nuke.Common.Execution;

/// <summary>Decides which targets run, and in which order.</summary>
internal static class ExecutionPlanner
{
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets, string[] invokedNames, bool strict)
    {
        var invoked = invokedNames is null ? targets.Where(x => x.IsDefault).ToList() : [.. invokedNames.Select(x => Find(targets, x))];
        foreach (var target in invokedNames is null ? [] : invoked)
            target.Invoked = true;

        var needed = new HashSet<ExecutableTarget>();
        invoked.ForEach(Need);
        var plan = TargetGraph.Sort(targets, strict).Where(needed.Contains).ToList();
        plan.ForEach(x => x.Status = ExecutionStatus.Scheduled);
        return plan;

        void Need(ExecutableTarget target)
        {
            if (!needed.Add(target))
                return;
            foreach (var next in target.ExecutionDependencies.Concat(target.Triggers))
                Need(next);
        }
    }

    private static ExecutableTarget Find(IReadOnlyList<ExecutableTarget> targets, string name) =>
        targets.SingleOrDefault(x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).NotNull(
            $"Target with name '{name}' does not exist. Available targets are:\n"
            + string.Join('\n', targets.Select(x => x.Name).Order(StringComparer.Ordinal).Select(x => $"  - {x}")));
}
