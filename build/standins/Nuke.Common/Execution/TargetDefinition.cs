using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Collects what a target says of itself; links to other targets are resolved when all are known.</summary>
internal sealed class TargetDefinition(NukeBuild build, ExecutableTarget target, Queue<PropertyInfo> overridden) : ITargetDefinition
{
    public List<Target> Dependencies { get; } = [];

    public List<Target> Dependents { get; } = [];

    public List<Target> Predecessors { get; } = [];

    public List<Target> Successors { get; } = [];

    public List<Target> Triggered { get; } = [];

    public List<Target> TriggeredFrom { get; } = [];

    public ITargetDefinition Description(string description) => With(() => target.Description = description);

    public ITargetDefinition Unlisted() => With(() => target.Listed = false);

    public ITargetDefinition Executes(params Action[] actions) => With(() => target.Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(() => { action(); });

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn(params Target[] targets) => With(() => Dependencies.AddRange(targets));

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => DependsOn(Of(targets));

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => DependsOn(OfOptional(targets));

    public ITargetDefinition DependentFor(params Target[] targets) => With(() => Dependents.AddRange(targets));

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => DependentFor(Of(targets));

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => DependentFor(OfOptional(targets));

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        With(() => target.DynamicConditions.Add((TextOf(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        With(() => target.StaticConditions.Add((TextOf(conditionExpression), condition)));

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) =>
        With(() => target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class => With(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct => With(() => target.DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        With(() => target.DelegateRequirements.AddRange([requirement, .. requirements]));

    public ITargetDefinition Before(params Target[] targets) => With(() => Successors.AddRange(targets));

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Before(Of(targets));

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => Before(OfOptional(targets));

    public ITargetDefinition After(params Target[] targets) => With(() => Predecessors.AddRange(targets));

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => After(Of(targets));

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => After(OfOptional(targets));

    public ITargetDefinition Triggers(params Target[] targets) => With(() => Triggered.AddRange(targets));

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Triggers(Of(targets));

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => Triggers(OfOptional(targets));

    public ITargetDefinition TriggeredBy(params Target[] targets) => With(() => TriggeredFrom.AddRange(targets));

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy(Of(targets));

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy(OfOptional(targets));

    public ITargetDefinition AssuredAfterFailure() => With(() => target.AssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => With(() => target.ProceedAfterFailure = true);

    public ITargetDefinition Base()
    {
        if (!overridden.TryDequeue(out var property))
        {
            Assert.Fail(
                $"Target '{target.Member.DeclaringType!.Name}.{target.Name}' does not have any base members. "
                + "To inherit from an interface default implementation, use Inherit<T> instead.");
        }

        return NonVirtual(property)(this);
    }

    public ITargetDefinition Inherit(params Target[] targets) => With(() => Array.ForEach(targets, x => x(this)));

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        var properties = targets.Length > 0
            ? targets.Select(x => (PropertyInfo)((MemberExpression)x.Body).Member)
            : [TargetMembers.OnlyTargetOf(typeof(T))];
        foreach (var property in properties)
            NonVirtual(property)(this);
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts) => With(() => target.ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Consumes(params Target[] targets) => this;

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => this;

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => this;

    private static string TextOf(string expression) =>
        expression is null ? null : expression[(expression.IndexOf("=>", StringComparison.Ordinal) + 2)..].TrimStart();

    /// <summary>The getter as it is declared there, whatever overrides it.</summary>
    private Target NonVirtual(PropertyInfo property)
    {
        var getter = property.GetMethod!.MethodHandle.GetFunctionPointer();
        return ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, getter))!();
    }

    private Target[] Of<T>(Func<T, Target>[] targets) => build is T component
        ? Targets(component, targets)
        : throw new ArgumentException(
            $"Target '{target.Name}' refers to '{typeof(T).Name}', which '{build.GetType().Name}' does not implement");

    private Target[] OfOptional<T>(Func<T, Target>[] targets) => build is T component ? Targets(component, targets) : [];

    private static Target[] Targets<T>(T component, Func<T, Target>[] targets) => targets.Length > 0
        ? [.. targets.Select(x => x(component))]
        : [(Target)TargetMembers.OnlyTargetOf(typeof(T)).GetValue(component)];

    private TargetDefinition With(Action change)
    {
        change();
        return this;
    }
}
