using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Git;
using FashionMnist.Build.Images;
using FashionMnist.Build.Models;
using FashionMnist.Build.Programs;
using FashionMnist.Build.Settings;
using FashionMnist.Build.SupplyChain;
using FashionMnist.Models;
using FashionMnist.Models.Registry;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Components;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Packs the batch job into an image.</summary>
[HelpGroup(HelpGroup.Image)]
internal interface IBuildImage : IHazPrograms, IHazSettings, IHazArtifacts
{
    [Parameter("Address of the Docker engine, for example unix:///var/run/docker.sock")]
    string? DockerHost => TryGetValue(() => DockerHost);

    [Parameter("Base image to use instead of the Dockerfile's, best with its digest")]
    string? BaseImage => TryGetValue(() => BaseImage);

    /// <summary>Where the image comes from, and where it went.</summary>
    AbsolutePath ImageFile => ArtifactsDirectory / "image.json";

    /// <summary>What is in it, as CycloneDX.</summary>
    AbsolutePath SbomFile => ArtifactsDirectory / "sbom.cdx.json";

    /// <summary>The files that go into it.</summary>
    JobContent ImageContent => new(RootDirectory, Job.Sources);

    Target PublishImageContent => _ => _
        .Unlisted()
        .Description("Compiles the batch job to a native program for the image")
        .OnlyWhenDynamic(() => !ImageContent.IsCurrent)
        .Executes(this.Guarded(() => ImageContent.MakeAsync(CancellationToken.None)));

    Target CheckLicences => _ => _
        .Description("Holds the licences of the packages in the image against the allow-list")
        .DependsOn(PublishImageContent)
        .Executes(this.Guarded(() =>
        {
            LicenceCheck.Run(ImageContent.Packages, Settings.Options.Image.AllowedLicences, Settings.Options.Image.ReadLicences);
            Log.Information("The {Count} packages in the image have allowed licences", ImageContent.Packages.Count);
        }));

    Target BuildImage => _ => _
        .Description("Builds the image of the batch job, with its inventory and its provenance; the same commit always gives the same layers")
        .DependsOn(CheckLicences)
        .Produces(ImageFile, SbomFile)
        .Executes(this.Guarded(async () =>
        {
            using var signals = new StopSignals();
            using var engine = await ContainerEngine.ConnectAsync(DockerHost, signals.Token);
            var image = await new ImageBuilder(engine).BuildAsync(Recipe, ImageName, noCache: false, signals.Token);
            var packages = await BasePackages.ReadAsync(engine, image, signals.Token);
            Sbom.Write(SbomFile, image, Recipe, ImageContent.Packages, packages);
            Provenance(engine, image).Write(ImageFile);
            Log.Information(
                "Image {Name}, {Megabytes:F1} MB on top of {Base}{Note:l}",
                image.Name, image.BytesOnBase / 1e6, image.BaseImage, image.Reused ? ": nothing has changed" : "");
            ReportSummary(_ => new() { ["Image"] = image.Id["sha256:".Length..][..12], ["Size"] = FormattableString.Invariant($"{image.BytesOnBase / 1e6:F1} MB") });
        }));

    /// <summary>The tags of the image.</summary>
    ImageNames ImageNames => ImageNames.Of(RootDirectory, WorkingTree.Revision(RootDirectory), SoftwareVersion);

    /// <summary>Name of the image that this one stands on.</summary>
    string BaseImageName => BaseImage ?? Settings.Options.Image.BaseImage ?? ImageRecipe.DefaultBaseImage(RootDirectory / "Dockerfile");

    private string ImageName => $"{Settings.Options.Image.Name}:{ImageNames.CommitTag}";

    private static string SoftwareVersion => typeof(IBuildImage).Assembly.GetName().Version!.ToString(3);

    private ImageRecipe Recipe => new(
        RootDirectory / "Dockerfile",
        ImageContent.Archive,
        BaseImageName,
        ImageNames.CommitTag,
        WorkingTree.Origin(RootDirectory) ?? "unknown",
        ImageNames.VersionTag,
        WorkingTree.CommitTime(RootDirectory));

    private ImageRecord Provenance(ContainerEngine engine, BuiltImage image)
    {
        var revision = WorkingTree.Revision(RootDirectory);
        var inputs = new Dictionary<string, string>
        {
            ["Dockerfile"] = ImageRecipe.HashOf(Recipe.Dockerfile),
            ["rootfs.tar"] = ImageRecipe.HashOf(Recipe.RootFileSystem),
            ["program"] = ImageRecipe.HashOf(ImageContent.Program),
            ["sources"] = Job.Sources,
            ["sbom"] = ImageRecipe.HashOf(SbomFile),
        };
        return new ImageRecord(
            image.Name,
            image.Id,
            image.Layers,
            image.Bytes,
            image.BytesOnBase,
            new BaseImageRecord(image.BaseImage, image.BaseId, image.BaseDigest),
            revision.Commit,
            revision.Dirty,
            ImageNames.VersionTag,
            new BuilderRecord(engine.Name, BuildEngine.Name, Callers.LocalUser(), TimeProvider.System.GetUtcNow()),
            inputs,
            PushOf(image.Id));
    }

    /// <summary>Where this very image was pushed to, if it was.</summary>
    private PushRecord? PushOf(string imageId)
    {
        try
        {
            return ImageFile.FileExists() && ImageRecord.Read(ImageFile) is { } before && before.ImageId == imageId ? before.Pushed : null;
        }
        catch (FashionMnistException e) when (e.ExitCode == ExitCodes.Integrity)
        {
            return null;
        }
    }
}
