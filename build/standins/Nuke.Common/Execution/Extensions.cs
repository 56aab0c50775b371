namespace Nuke.Common.Execution;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public abstract class BuildExtensionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; }

    public virtual float Priority => 0;
}

public interface IOnBuildCreated
{
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}

public interface IOnBuildInitialized
{
    void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan);
}

public interface IOnBuildFinished
{
    void OnBuildFinished();
}

public interface IOnTargetRunning
{
    void OnTargetRunning(ExecutableTarget target);
}

public interface IOnTargetSkipped
{
    void OnTargetSkipped(ExecutableTarget target);
}

public interface IOnTargetSucceeded
{
    void OnTargetSucceeded(ExecutableTarget target);
}

public interface IOnTargetFailed
{
    void OnTargetFailed(ExecutableTarget target);
}

public interface IOnTargetSummaryUpdated
{
    void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target);
}
