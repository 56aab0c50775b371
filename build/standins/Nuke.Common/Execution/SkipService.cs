namespace Nuke.Common.Execution;

/// <summary>Marks, before anything runs, what will not.</summary>
internal static class SkipService
{
    /// <param name="plan">The targets that are to run.</param>
    /// <param name="names">Names given with --skip; none means all that were not invoked; <see langword="null"/> that there was no --skip.</param>
    public static void Mark(IReadOnlyCollection<ExecutableTarget> plan, string[] names)
    {
        foreach (var target in plan)
        {
            if (names is null ? false : names.Length == 0 ? !target.Invoked : names.Contains(target.Name, StringComparer.OrdinalIgnoreCase))
                Skip(plan, target, "via parameter");
        }

        foreach (var target in plan.Where(x => x.Status == ExecutionStatus.Scheduled && FailsCondition(x, x.StaticConditions)).ToList())
            Skip(plan, target, reason: null);
    }

    /// <summary>Whether one of the conditions is false; remembers the first. All are evaluated, also after a false one.</summary>
    public static bool FailsCondition(ExecutableTarget target, IEnumerable<(string Text, Func<bool> Delegate)> conditions)
    {
        foreach (var (text, condition) in conditions)
        {
            try
            {
                if (condition())
                    continue;
            }
            catch (Exception exception)
            {
                Serilog.Log.Error(exception, "Invocation of condition for {Target} has thrown an exception", target.Name);
                throw new TargetExecutionException(target.Name, exception);
            }

            target.OnlyWhen ??= text;
        }

        return target.OnlyWhen is not null;
    }

    private static void Skip(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget target, string reason)
    {
        if (target.Status != ExecutionStatus.Scheduled)
            return;
        target.Status = ExecutionStatus.Skipped;
        target.Skipped = reason;
        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;
        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers).Where(x => !x.Invoked && !IsNeeded(plan, x)))
            Skip(plan, other, $"because of {target.Name}");
    }

    private static bool IsNeeded(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget target) =>
        plan.Any(x => x.Status == ExecutionStatus.Scheduled && (x.ExecutionDependencies.Contains(target) || x.Triggers.Contains(target)));
}
