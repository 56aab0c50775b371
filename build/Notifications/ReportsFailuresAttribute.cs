using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Output;
using FashionMnist.Models;
using Nuke.Common.Execution;
using Serilog;

namespace FashionMnist.Build.Notifications;

/// <summary>
/// Leaves a report where something fails, and tells the team at the end of a build. In Jenkins every stage is a process of its own, so
/// there the stages stay silent and the pipeline calls <see cref="INotify.Notify"/> once.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReportsFailuresAttribute : BuildExtensionAttributeBase, IOnTargetRunning, IOnTargetSucceeded, IOnTargetFailed, IOnBuildFinished
{
    // Of the process, not of the attribute: an engine may make an attribute anew for every event.
    private static BuildReport? _report;

    private INotify Notification => (INotify)Build;

    public void OnTargetRunning(ExecutableTarget target)
    {
        if (target.Name == nameof(INotify.Notify))
            return;
        Keep(() => TestResults.Clear(target.ArtifactProducts));
        // A laptop's build tells of itself, if at all.
        if (Build.IsServerBuild)
            Keep(() => Notification.Running.Write(new BuildReport(BuildReportFile.Run, target.Name, null, [], null)));
    }

    public void OnTargetSucceeded(ExecutableTarget target)
    {
        if (Build.IsServerBuild)
            Keep(Notification.Running.Delete);
    }

    public void OnTargetFailed(ExecutableTarget target) =>
        Leave(target.Name, TestResults.FailedIn(target.ArtifactProducts.Where(x => x.EndsWith(".xml", StringComparison.Ordinal)), BuildOutput.Start));

    public void OnBuildFinished()
    {
        if (Build.IsSucceeding || Build.InvokedTargets.Any(x => x.Name == nameof(INotify.Notify)))
            return;
        if (_report is null)
            Leave(null, []);
        var isTold = Build.Host is Nuke.Common.CI.Jenkins.Jenkins || BuildOutput.Saw<JenkinsBuildFailedException>(x => x.IsTold);
        if (!isTold && (Build.IsServerBuild || TellsLocally()))
            new Notifier(Notification).TellAsync(BuildOutcome.Failed, _report, DateTime.UtcNow - BuildOutput.Start).GetAwaiter().GetResult();
    }

    private bool TellsLocally()
    {
        try
        {
            return Notification.Settings.Options.Notifications.Local;
        }
        catch (FashionMnistException)
        {
            // The configuration itself is what failed, and that was said.
            return false;
        }
    }

    private void Leave(string? target, IReadOnlyList<string> failedTests)
    {
        // The first failure is the cause; what is assured after it may fail as well.
        if (_report is not null)
            return;
        _report = new BuildReport(BuildReportFile.Run, target, BuildOutput.FirstError, failedTests, Build.ExitCode);
        Keep(() => Notification.Report.Write(_report));
    }

    private static void Keep(Action change)
    {
        try
        {
            change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warning("The report of this run cannot be kept: {Problem:l}", e.Message);
        }
    }
}
