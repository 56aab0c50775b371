using Nuke.Common.Execution;

namespace Nuke.Common;

public delegate ITargetDefinition Target(ITargetDefinition definition);

public enum DependencyBehavior
{
    Skip,
    Execute,
}

public static class ExecutableTargetExtensions
{
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) => targets.Any(x => x.Factory == target);
}
