using FashionMnist.Build.CommandLine;
using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Build.Deployment;
using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Notifications;
using FashionMnist.Build.Output;
using FashionMnist.Build.Pipelines;
using FashionMnist.Build.Pipelines.CodeBuild;
using FashionMnist.Build.Pipelines.GitHub;
using FashionMnist.Build.Pipelines.Jenkins;
using FashionMnist.Build.Release;
using FashionMnist.Build.Settings;
using FashionMnist.Build.Testing;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using Nuke.Common;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Nuke.Components;

[GroupedHelp]
[ReportsFailures]
[TellsOfTests]
[JenkinsPipeline(
    "Jenkinsfile",
    nameof(ITest.Test),
    nameof(IPublishModel.PublishModel),
    nameof(IPromoteModel.Promote),
    Parameters =
    [
        nameof(IHazSettings.ModelStore), nameof(IHazSettings.TrainingProfile), nameof(IHazSettings.Seed), nameof(IHazSettings.DataDirectory),
        nameof(IHazSettings.AllowSyntheticData), nameof(IHazSettings.DryRun), nameof(IEvaluateModel.Force), nameof(IEvaluateModel.Reason),
    ],
    DeliveringTargets = [nameof(IPublishModel.PublishModel), nameof(IPromoteModel.Promote)],
    RetriedTargets = [nameof(IRestore.Restore)],
    NotifyTarget = nameof(INotify.Notify))]
[TestWorkflow(".github/workflows/ci.yml", nameof(ITest.Test))]
[TriggerJenkinsWorkflow(".github/workflows/trigger-jenkins.yml", "fashion-mnist-model", nameof(ITriggerJenkins.TriggerJenkins))]
[CodeBuild("deploy/codebuild/model.buildspec.yml", nameof(ITest.Test), nameof(IPublishModel.PublishModel), nameof(IPromoteModel.Promote))]
[JenkinsPipeline(
    "Jenkinsfile.image",
    nameof(ITest.Test),
    nameof(ITrainModel.Train),
    nameof(ISmokeImage.SmokeImage),
    nameof(IPushImage.PushImage),
    Parameters = [nameof(IHazSettings.DryRun)],
    DeliveringTargets = [nameof(IPushImage.PushImage)],
    RetriedTargets = [nameof(IRestore.Restore)],
    NotifyTarget = nameof(INotify.Notify))]
[TriggerJenkinsWorkflow(
    ".github/workflows/trigger-jenkins-image.yml",
    "fashion-mnist-image",
    nameof(ITriggerJenkins.TriggerJenkins),
    Paths =
    [
        "Dockerfile", "LICENSE", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "build/Images/**",
        "src/FashionMnist.Job/**", "src/FashionMnist/**", "src/FashionMnist.Models/**",
    ])]
internal class Build : NukeBuild, ITest, IFormat, IShowConfig, IPushConfig, IPredict, ISmokeImage, IRehearse, IDeploy, IPackage, IBench,
    IGeneratePipelines, INotify, ITriggerJenkins
{
    private EffectiveConfiguration? _settings;

    EffectiveConfiguration IHazSettings.Settings => _settings ??= BuildSettings.Load(this);

    PipelineSet IGeneratePipelines.Pipelines { get; } = new();

    IEnumerable<Project> ITest.TestProjects => ((IHazSolution)this).Solution.AllProjects.Where(x => x.Name.EndsWith(".Tests", StringComparison.Ordinal));

    Configure<DotNetTestSettings, Project> ITest.TestProjectSettings => (_, project) => _
        .AddLoggers($"junit;LogFileName={project.Name}.junit.xml", "console;verbosity=normal")
        .SetProcessLogger(ProgressOf(project).Hear);

    public static int Main()
    {
        BuildOutput.Install();
        return InvocationCheck.Run(typeof(Build)) ?? BuildRun.Of(() => Execute<Build>(x => ((ITest)x).Test));
    }

    private TestProgress ProgressOf(Project project)
    {
        var names = ((ITest)this).TestProjects.Select(x => x.Name).ToList();
        return new TestProgress(project.Name, names.IndexOf(project.Name) + 1, names.Count, Serilog.Log.Logger, TimeProvider.System);
    }

    protected override void OnBuildCreated() => BuildOutput.Protect(this);

    protected override void OnBuildFinished() => SyntheticNotice.Last(this);

    protected override void OnBuildInitialized()
    {
        try
        {
            // What PushConfig is to mend in Parameter Store must not stop it.
            if (!ExecutionPlan.Any(x => x.Name == nameof(IPushConfig.PushConfig)))
                _settings = BuildSettings.Load(this);
            SyntheticNotice.First(this);
        }
        catch (FashionMnistException e)
        {
            Console.Error.WriteLine(e.Message);
            Environment.Exit(e.ExitCode);
        }
    }
}
