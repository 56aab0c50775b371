using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

[DebuggerDisplay("{Name}")]
public class ExecutableTarget
{
    internal ExecutableTarget()
    {
    }

    public MemberInfo Member { get; internal set; }

    public string Name { get; internal set; }

    public string Description { get; internal set; }

    public bool Listed { get; internal set; } = true;

    public bool IsDefault { get; internal set; }

    public bool Invoked { get; internal set; }

    public ExecutionStatus Status { get; internal set; }

    public TimeSpan Duration => Stopwatch.Elapsed;

    public DependencyBehavior DependencyBehavior { get; internal set; }

    public bool AssuredAfterFailure { get; internal set; }

    public bool ProceedAfterFailure { get; internal set; }

    internal List<(string Text, Func<bool> Delegate)> StaticConditions { get; } = [];

    internal List<(string Text, Func<bool> Delegate)> DynamicConditions { get; } = [];

    public List<LambdaExpression> DelegateRequirements { get; } = [];

    internal List<Action> Actions { get; } = [];

    public HashSet<ExecutableTarget> ExecutionDependencies { get; } = [];

    public HashSet<ExecutableTarget> OrderDependencies { get; } = [];

    public HashSet<ExecutableTarget> TriggerDependencies { get; } = [];

    public HashSet<ExecutableTarget> Triggers { get; } = [];

    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies.Concat(OrderDependencies).Concat(TriggerDependencies).Distinct()];

    public List<string> ArtifactProducts { get; } = [];

    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    public string Skipped { get; internal set; }

    public string OnlyWhen { get; internal set; }

    internal Target Factory { get; init; }

    internal TargetDefinition Definition { get; set; }

    internal Stopwatch Stopwatch { get; } = new();
}
