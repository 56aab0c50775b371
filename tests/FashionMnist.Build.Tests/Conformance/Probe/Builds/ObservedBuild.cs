using Nuke.Common;
using Nuke.Common.Execution;
using static Notes;

/// <summary>Says when it is called, and what it knows at the end.</summary>
internal abstract class ObservedBuild : NukeBuild
{
    protected override void OnBuildCreated() => Note("created");

    protected override void OnBuildInitialized() => Note($"initialized, plan {Names(ExecutionPlan)}, invoked {Names(InvokedTargets)}");

    protected override void OnTargetRunning(string target) => Note($"{target} runs beside {Names(RunningTargets)}");

    protected override void OnTargetSkipped(string target) => Note($"{target} skipped");

    protected override void OnTargetSucceeded(string target) => Note($"{target} succeeded");

    protected override void OnTargetFailed(string target) => Note($"{target} failed, build failing {IsFailing}");

    protected override void OnBuildFinished()
    {
        Note($"finished {IsFinished}, succeeding {IsSucceeding}, failing {IsFailing}, exit code {Text(ExitCode)}");
        Note($"states ({string.Join(" ", ExecutionPlan.Select(x => $"{x.Name}={x.Status}"))})");
        Note($"finished {Names(FinishedTargets)}, aborted {Names(AbortedTargets)}, scheduled {Names(ScheduledTargets)}");
    }

    protected static string Names(IEnumerable<ExecutableTarget> targets) => Text(targets.Select(x => x.Name)).Replace("'", "");
}
