using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Yaml;

namespace FashionMnist.Build.Pipelines.GitHub;

/// <summary>
/// Declares a GitHub workflow that starts a Jenkins job for a push to a delivering branch and waits for its end. Pull requests never
/// start it: they would run code of strangers where secrets are.
/// </summary>
/// <param name="file">Path of the workflow.</param>
/// <param name="job">Name of the Jenkins job, folders with slashes.</param>
/// <param name="target">Name of the target that starts the job.</param>
internal sealed class TriggerJenkinsWorkflowAttribute(string file, string job, string target) : PipelineAttribute(file)
{
    /// <summary>Only a push that changes one of these paths starts the job; none: every push.</summary>
    public string[] Paths { get; set; } = [];

    /// <summary>Minutes after which GitHub stops waiting; longer than the target waits in the queue and for the end, so that it can say so.</summary>
    public int TimeoutMinutes { get; set; } = 290;

    public override string Generate(PipelineSource source)
    {
        var entry = TargetPlan.Find(source.Targets, target);
        var push = new List<(string, YamlNode)> { ("branches", source.Deliveries.Select(x => x.Branch).ToArray()) };
        if (Paths.Length > 0)
            push.Add(("paths", Paths));
        var secrets = source.SecretsOf(entry)
            .Concat(Notifications.Channel.EnabledIn(source.Options.Notifications).Select(x => source.Parameter(x.Parameter)))
            .Select(x => (x.Variable, (YamlNode)$"${{{{ secrets.{x.Variable} }}}}"));
        return YamlWriter.Write(Banner, new Workflow(
            $"Jenkins {job}",
            new YamlMap(("push", new YamlMap([.. push]))),
            $"jenkins-{job.Replace('/', '-')}-${{{{ github.ref }}}}",
            CancelInProgress: false,
            "trigger",
            TimeoutMinutes,
            new YamlMap(
                ("run", $"./build.sh {entry.Name} --jenkins-job {job}"),
                ("env", new YamlMap([
                    ("JENKINS_URL", "${{ vars.JENKINS_URL }}"),
                    .. secrets,
                ])))).ToYaml());
    }
}
