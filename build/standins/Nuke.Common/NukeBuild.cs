using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

public abstract partial class NukeBuild : INukeBuild
{
    public bool Plan { get; internal set; }

    public bool Help { get; internal set; }

    public bool NoLogo { get; internal set; }

    public bool Continue { get; internal set; }

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; internal set; }

    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. (ExecutionPlan ?? []).Where(x => x.Invoked)];

    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => TargetsThatAre(ExecutionStatus.Skipped);

    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => TargetsThatAre(ExecutionStatus.Scheduled);

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => TargetsThatAre(ExecutionStatus.Running);

    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => TargetsThatAre(ExecutionStatus.Aborted);

    public IReadOnlyCollection<ExecutableTarget> FailedTargets => TargetsThatAre(ExecutionStatus.Failed);

    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => TargetsThatAre(ExecutionStatus.Succeeded);

    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    public bool IsSucceeding => !IsFailing;

    public bool IsFailing =>
        (ExecutionPlan ?? []).Any(x => x.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    public bool IsFinished => ScheduledTargets.Count == 0 && RunningTargets.Count == 0;

    public int? ExitCode { get; set; }

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;

    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;

    AbsolutePath INukeBuild.BuildProjectDirectory => BuildProjectDirectory;

    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;

    Verbosity INukeBuild.Verbosity => Verbosity;

    Host INukeBuild.Host => Host;

    string[] INukeBuild.LoadedLocalProfiles => LoadedLocalProfiles;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    bool INukeBuild.IsServerBuild => IsServerBuild;

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; set; }

    internal IReadOnlyList<BuildExtensionAttributeBase> Extensions { get; set; }

    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null)
    {
        var target = (ExecutionPlan ?? []).LastOrDefault(x => x.Status == ExecutionStatus.Running);
        if (target is null)
            return;
        var summary = new Dictionary<string, string>();
        target.SummaryInformation = configurator?.Invoke(summary) ?? summary;
        this.Tell<IOnTargetSummaryUpdated>(x => x.OnTargetSummaryUpdated(this, target));
    }

    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() => BuildManager.Execute(defaultTargetExpressions);

    protected internal virtual void OnBuildCreated()
    {
    }

    protected internal virtual void OnBuildInitialized()
    {
    }

    protected internal virtual void OnBuildFinished()
    {
    }

    protected internal virtual void OnTargetRunning(string target)
    {
    }

    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    protected internal virtual void OnTargetFailed(string target)
    {
    }

    private List<ExecutableTarget> TargetsThatAre(ExecutionStatus status) => [.. (ExecutionPlan ?? []).Where(x => x.Status == status)];
}
