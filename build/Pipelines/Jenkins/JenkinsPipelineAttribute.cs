using FashionMnist.Build.Pipelines.Graph;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>Declares a Jenkins pipeline: a stage for every target that the named ones need.</summary>
/// <param name="file">Path of the Jenkinsfile, relative to the root.</param>
/// <param name="targets">Names of the targets, in their order.</param>
internal sealed class JenkinsPipelineAttribute(string file, params string[] targets) : PipelineAttribute(file)
{
    /// <summary>Names of the targets, in their order.</summary>
    public string[] Targets => targets;

    /// <summary>Names of the parameters that the job offers besides the commit and the branch.</summary>
    public string[] Parameters { get; set; } = [];

    /// <summary>Names of the targets that change something outside of the workspace; they run for branches that deliver to an environment.</summary>
    public string[] DeliveringTargets { get; set; } = [];

    /// <summary>Names of the targets that may be run again after a failure, because they only read from a network.</summary>
    public string[] RetriedTargets { get; set; } = [];

    /// <summary>The target that tells the team; without it nobody is told.</summary>
    public string? NotifyTarget { get; set; }

    /// <summary>
    /// Labels of the agents; none: any agent. With several the pipeline is cross-platform: all stages run on every one of them, side by
    /// side in workspaces of their own, and the first one must be a Unix.
    /// </summary>
    public string[] Agents { get; set; } = [];

    /// <summary>Minutes after which the build is stopped.</summary>
    public int TimeoutMinutes { get; set; } = 120;

    public override string Generate(PipelineSource source) => DeclarativeWriter.Write(new JenkinsPipelineFactory(this, source).Create());
}
