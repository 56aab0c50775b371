using FashionMnist.Build.CommandLine;
using FashionMnist.Build.Jenkins;
using FashionMnist.Build.Notifications;
using FashionMnist.Build.Output;
using FashionMnist.Build.Pipelines;
using FashionMnist.Build.Pipelines.CodeBuild;
using FashionMnist.Build.Pipelines.GitHub;
using FashionMnist.Build.Pipelines.Jenkins;
using FashionMnist.Build.Settings;
using FashionMnist.Models.Configuration;
using Nuke.Common;

/// <summary>A small build with everything that a pipeline can be made from.</summary>
[ReportsFailures]
[JenkinsPipeline(
    "Jenkinsfile.image",
    nameof(IShipImage.SmokeImage),
    nameof(IShipImage.PushImage),
    nameof(IShipImage.CleanUp),
    Parameters =
    [
        nameof(IShipImage.Platform), nameof(IShipImage.Squash), nameof(IShipImage.Keep), nameof(IShipImage.Labels),
        nameof(IShipImage.Cache), nameof(IShipImage.BaseImage), nameof(IHazSettings.ModelStore),
    ],
    DeliveringTargets = [nameof(IShipImage.PushImage)],
    RetriedTargets = [nameof(IShipImage.PullBase)],
    NotifyTarget = nameof(INotify.Notify),
    TimeoutMinutes = 30)]
[JenkinsPipeline("Jenkinsfile.everywhere", nameof(IShipImage.SmokeImage), Agents = ["linux", "windows"], NotifyTarget = nameof(INotify.Notify))]
[JenkinsPipeline("Jenkinsfile.quiet", nameof(IShipImage.PullBase))]
[TestWorkflow(".github/workflows/smoke.yml", nameof(IShipImage.SmokeImage))]
[TriggerJenkinsWorkflow(
    ".github/workflows/trigger-jenkins-image.yml", "fashion/image", nameof(ITriggerJenkins.TriggerJenkins), Paths = ["Dockerfile", "src/FashionMnist.Job/**"])]
[CodeBuild("deploy/codebuild/image.buildspec.yml", nameof(IShipImage.SmokeImage), nameof(IShipImage.PushImage))]
#pragma warning disable CA1852 // The defaults of parameters are asked of a class derived at run time.
internal class ImageBuild : NukeBuild, IShipImage, INotify, ITriggerJenkins, IGeneratePipelines
#pragma warning restore CA1852
{
    private EffectiveConfiguration? _settings;

    PipelineSet IGeneratePipelines.Pipelines { get; } = new();

    EffectiveConfiguration IHazSettings.Settings => _settings ??= BuildSettings.Load(this);

    public static int Main()
    {
        BuildOutput.Install();
        return InvocationCheck.Run(typeof(ImageBuild)) ?? Execute<ImageBuild>(x => ((IShipImage)x).SmokeImage);
    }

    protected override void OnBuildCreated() => BuildOutput.Protect(this);
}
