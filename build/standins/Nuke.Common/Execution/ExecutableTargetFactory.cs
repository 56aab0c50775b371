using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Makes the target graph of a build.</summary>
internal static class ExecutableTargetFactory
{
    public static IReadOnlyList<ExecutableTarget> CreateAll<T>(T build, IEnumerable<Expression<Func<T, Target>>> defaults)
        where T : NukeBuild
    {
        var defaultTargets = defaults.Select(x => x.Compile().Invoke(build)).ToList();
        var targets = TargetMembers.Of(build.GetType()).Select(x => Create(build, x)).ToList();
        foreach (var target in targets)
        {
            target.IsDefault = defaultTargets.Contains(target.Factory);
            target.Factory(target.Definition);
        }

        foreach (var target in targets)
            Link(target, x => targets.Find(y => y.Factory == x));
        return targets;
    }

    private static ExecutableTarget Create(NukeBuild build, PropertyInfo property)
    {
        var target = new ExecutableTarget
        {
            Member = property,
            Name = BuildMembers.ShortName(property),
            Factory = (Target)property.GetValue(build),
        };
        target.Definition = new TargetDefinition(build, target, new Queue<PropertyInfo>(Overridden(property)));
        return target;
    }

    private static IEnumerable<PropertyInfo> Overridden(PropertyInfo property)
    {
        if (property.DeclaringType!.IsInterface)
            yield break;
        for (var type = property.DeclaringType.BaseType; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property.Name, BuildMembers.Declared) is { } candidate)
                yield return candidate;
        }
    }

    private static void Link(ExecutableTarget target, Func<Target, ExecutableTarget> find)
    {
        var definition = target.Definition;
        Each(definition.Dependencies, x => target.ExecutionDependencies.Add(x));
        Each(definition.Dependents, x => x.ExecutionDependencies.Add(target));
        Each(definition.Predecessors, x => target.OrderDependencies.Add(x));
        Each(definition.Successors, x => x.OrderDependencies.Add(target));
        Each(definition.Triggered, x => Trigger(target, x));
        Each(definition.TriggeredFrom, x => Trigger(x, target));

        void Each(IEnumerable<Target> targets, Action<ExecutableTarget> link)
        {
            foreach (var other in targets)
                link(find(other).NotNull($"Target '{target.Name}' refers to a target that is not a property of the build"));
        }
    }

    private static void Trigger(ExecutableTarget first, ExecutableTarget then)
    {
        first.Triggers.Add(then);
        then.TriggerDependencies.Add(first);
    }
}
