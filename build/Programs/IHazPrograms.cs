using Nuke.Common;

namespace FashionMnist.Build.Programs;

/// <summary>The programs that do what the build itself must not load: native code.</summary>
internal interface IHazPrograms : INukeBuild
{
    PublishedProgram Job => new(RootDirectory, "FashionMnist.Job", "fashion_mnist_job");

    PublishedProgram Training => new(RootDirectory, "FashionMnist.Training", "fashion_mnist_training");

    bool JobIsOutdated => !Job.IsCurrent;

    Target PublishJob => _ => _
        .Unlisted()
        .Description("Publishes the batch job for the targets that start it")
        .OnlyWhenDynamic(() => JobIsOutdated)
        .Executes(() => Job.Publish());
}
