namespace Nuke.Common.Execution;

/// <summary>Order and cycles of the whole target graph.</summary>
internal static class TargetGraph
{
    public static void FailOnCycles(IReadOnlyList<ExecutableTarget> targets)
    {
        var cycles = Components(targets).Where(x => x.Count > 1 || x[0].AllDependencies.Contains(x[0])).ToList();
        if (cycles.Count > 0)
            Assert.Fail("Circular dependencies between targets:\n"
                + string.Join('\n', cycles.Select(x => " - " + string.Join(", ", x.Select(y => y.Name)))));
    }

    /// <summary>
    /// All targets, each after those it depends on. Built from the end: of the targets that nothing left depends on, the first
    /// one declared runs last.
    /// </summary>
    /// <param name="targets">All targets of the build.</param>
    /// <param name="strict">Fails where more than one target could come next.</param>
    public static List<ExecutableTarget> Sort(IReadOnlyList<ExecutableTarget> targets, bool strict)
    {
        var dependents = targets.ToDictionary(x => x, x => targets.Count(y => y.AllDependencies.Contains(x)));
        var left = targets.ToList();
        var reversed = new List<ExecutableTarget>();
        while (left.Count > 0)
        {
            var free = left.Where(x => dependents[x] == 0).ToList();
            if (strict && free.Count > 1)
                Assert.Fail("Incomplete target definition order:\n" + string.Join('\n', free.Select(x => $"  - {x.Name}")));
            left.Remove(free[0]);
            reversed.Add(free[0]);
            foreach (var dependency in free[0].AllDependencies)
                dependents[dependency]--;
        }

        reversed.Reverse();
        return reversed;
    }

    /// <summary>Tarjan's strongly connected components.</summary>
    private static List<List<ExecutableTarget>> Components(IReadOnlyList<ExecutableTarget> targets)
    {
        var index = new Dictionary<ExecutableTarget, int>();
        var low = new Dictionary<ExecutableTarget, int>();
        var stack = new Stack<ExecutableTarget>();
        var components = new List<List<ExecutableTarget>>();
        foreach (var target in targets.Where(x => !index.ContainsKey(x)))
            Visit(target);
        return components;

        void Visit(ExecutableTarget target)
        {
            index[target] = low[target] = index.Count;
            stack.Push(target);
            foreach (var next in target.AllDependencies)
            {
                if (!index.ContainsKey(next))
                    Visit(next);
                if (stack.Contains(next))
                    low[target] = Math.Min(low[target], low[next]);
            }

            if (low[target] != index[target])
                return;
            var component = new List<ExecutableTarget>();
            do
                component.Add(stack.Pop());
            while (component[^1] != target);
            components.Add(component);
        }
    }
}
