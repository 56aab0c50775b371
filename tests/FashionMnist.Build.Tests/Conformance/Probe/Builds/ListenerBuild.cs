using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;
using static Notes;

/// <summary>Hears everything there is to hear.</summary>
internal abstract class ListenerAttribute : BuildExtensionAttributeBase,
    IOnBuildCreated, IOnBuildInitialized, IOnTargetRunning, IOnTargetSkipped, IOnTargetSucceeded, IOnTargetFailed,
    IOnTargetSummaryUpdated, IOnBuildFinished
{
    private string Name => GetType().Name;

    private ListenerBuild Listened => (ListenerBuild)Build;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Note($"{Name} created, {executableTargets.Count} targets, word {Text(Listened.Word)}");

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        Note($"{Name} initialized, plan {Text(executionPlan.Select(x => x.Name))}, gift {Text(Listened.Gift)}");

    public void OnTargetRunning(ExecutableTarget target) => Note($"{Name} {target.Name} {target.Status}");

    public void OnTargetSkipped(ExecutableTarget target) =>
        Note($"{Name} {target.Name} {target.Status} {Text(target.Skipped)} {Text(target.OnlyWhen)}");

    public void OnTargetSucceeded(ExecutableTarget target) => Note($"{Name} {target.Name} {target.Status}");

    public void OnTargetFailed(ExecutableTarget target) => Note($"{Name} {target.Name} {target.Status}");

    public void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target) =>
        Note($"{Name} {target.Name} summary {Text(target.SummaryInformation.Select(x => $"{x.Key}={x.Value}"))}");

    public void OnBuildFinished() => Note($"{Name} finished");
}

internal sealed class EarlyAttribute : ListenerAttribute
{
    public override float Priority => 300;
}

internal sealed class LateAttribute : ListenerAttribute
{
    public override float Priority => -300;
}

internal sealed class GiftAttribute : ValueInjectionAttributeBase
{
    public override object GetValue(MemberInfo member, object instance) => $"for {member.DeclaringType!.Name}.{member.Name}";
}

internal sealed class LostGiftAttribute : ValueInjectionAttributeBase
{
    public override object GetValue(MemberInfo member, object instance) => throw new InvalidOperationException("lost in the post");
}

/// <summary>The order of extensions and hooks.</summary>
[Early]
[Late]
internal sealed class ListenerBuild : ObservedBuild
{
    public static int Run() => Execute<ListenerBuild>(x => x.Listen);

#pragma warning disable IDE1006 // Injected members are named as in every build.
    [Parameter] public readonly string Word;
    [Gift] public readonly string Gift;
    [LostGift] private readonly string Lost = "kept";
    [LostGift, Optional] private readonly string LostQuietly = "kept";
#pragma warning restore IDE1006

    protected override void OnBuildInitialized() => Note($"gift {Text(Gift)}, lost {Lost}, lost quietly {LostQuietly}");

    private Target Listen => _ => _.DependsOn(Pause).Executes(() => ReportSummary(x =>
    {
        x.Add("Heard", "all");
        return x;
    }));

    private Target Pause => _ => _.OnlyWhenDynamic(() => Word == "go").Executes(() => Note("paused"));

    private Target Choke => _ => _.Executes(() => throw new Exception("choked"));
}
