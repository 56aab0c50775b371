using Serilog;
using Serilog.Context;

namespace Nuke.Common.Execution;

/// <summary>Runs the plan, one target after the other.</summary>
internal sealed class BuildExecutor(NukeBuild build)
{
    private readonly Lock _transition = new();
    private readonly BuildAttempt _attempt = new(NukeBuild.TemporaryDirectory);
    private bool _interrupted;

    public void Execute(string[] skippedNames)
    {
        SkipService.Mark(build.ExecutionPlan, skippedNames);
        RequirementService.Validate(build);
        var done = _attempt.Begin(build.Continue);
        try
        {
            foreach (var target in build.ExecutionPlan)
                Execute(target, done);
        }
        catch (TargetExecutionException)
        {
            ExecuteAssured();
            throw;
        }
    }

    /// <summary>Keeps the plan from going on, then runs what must run in any case.</summary>
    public void Interrupt()
    {
        lock (_transition)
            _interrupted = true;
        ExecuteAssured();
    }

    private void ExecuteAssured()
    {
        foreach (var target in build.ScheduledTargets.Where(x => x.AssuredAfterFailure))
        {
            try
            {
                Execute(target, [], assured: true);
            }
            catch (TargetExecutionException)
            {
                // Already logged; the next one must run all the same.
            }
        }
    }

    private void Execute(ExecutableTarget target, IReadOnlyCollection<string> done, bool assured = false)
    {
        StopIfInterrupted(assured);
        if (target.Status == ExecutionStatus.Skipped || done.Contains(target.Name)
            || SkipService.FailsCondition(target, target.DynamicConditions))
        {
            target.Status = ExecutionStatus.Skipped;
            build.Tell<IOnTargetSkipped>(x => x.OnTargetSkipped(target));
            build.OnTargetSkipped(target.Name);
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        using (LogContext.PushProperty(Logging.TargetProperty, target.Name))
        using (NukeBuild.Host.WriteBlock(target.Name))
            Run(target, assured);
    }

    private void Run(ExecutableTarget target, bool assured)
    {
        target.Stopwatch.Start();
        target.Status = ExecutionStatus.Running;
        build.Tell<IOnTargetRunning>(x => x.OnTargetRunning(target));
        build.OnTargetRunning(target.Name);
        try
        {
            foreach (var action in target.Actions)
                action();
            StopIfInterrupted(assured);
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Succeeded;
            build.Tell<IOnTargetSucceeded>(x => x.OnTargetSucceeded(target));
            build.OnTargetSucceeded(target.Name);
            _attempt.Record(target.Name);
        }
        catch (Exception exception)
        {
            StopIfInterrupted(assured);
            Fail(target, Unwrapped.From(exception));
        }
    }

    private void Fail(ExecutableTarget target, Exception exception)
    {
        if (target.SummaryInformation.Count == 0)
            build.ReportSummary(x =>
                new Dictionary<string, string> { [exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd() });
        Log.Error(exception, "Target {Target} has thrown an exception", target.Name);
        target.Stopwatch.Stop();
        target.Status = ExecutionStatus.Failed;
        build.Tell<IOnTargetFailed>(x => x.OnTargetFailed(target));
        build.OnTargetFailed(target.Name);
        if (!target.ProceedAfterFailure)
            throw new TargetExecutionException(target.Name, exception);
    }

    /// <summary>After an interrupt the plan's own thread must change nothing any more: it waits for the end of the process.</summary>
    private void StopIfInterrupted(bool assured)
    {
        if (assured)
            return;
        bool interrupted;
        lock (_transition)
            interrupted = _interrupted;
        if (interrupted)
            Thread.Sleep(Timeout.Infinite);
    }
}
