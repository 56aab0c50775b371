using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Components;
using FashionMnist.Build.Git;
using FashionMnist.Build.Images;
using FashionMnist.Models;
using Nuke.Common;
using Nuke.Common.IO;
using Serilog;

namespace FashionMnist.Build.Release;

/// <summary>Packs what a deployment needs into one file.</summary>
[HelpGroup(HelpGroup.Deployment)]
internal interface IPackage : IBuildImage
{
    private const string Product = "fashion-mnist";

    /// <summary>What is in the bundle as the commit has it.</summary>
    private static readonly string[] Tracked = ["deploy", "docs", "config", "LICENSE", "README.md", "CHANGELOG.md"];

    /// <summary>Where bundles lie.</summary>
    AbsolutePath ReleaseDirectory => ArtifactsDirectory / "release";

    Target Package => _ => _
        .Description("Makes the release bundle: job, templates, DAGs, documents and checksums; the same commit always gives the same bytes")
        .DependsOn(CheckLicences)
        .Produces(ReleaseDirectory / "*.tar.gz")
        .Executes(this.Guarded(async () =>
        {
            var revision = WorkingTree.Revision(RootDirectory);
            if (revision.Dirty)
                Log.Warning("The working tree has uncommitted changes, so no commit says what is in this bundle; its name says so");
            var name = $"{Product}-{ImageNames.VersionTag}-{JobContent.Runtime}";
            var archive = ReleaseDirectory / $"{name}.tar.gz";
            var version = TemporaryDirectory / $"version-{Guid.NewGuid():N}";
            try
            {
                await File.WriteAllTextAsync(
                    version, $"version {ImageNames.VersionTag}\ncommit {ImageNames.CommitTag}\ndate {WorkingTree.CommitTime(RootDirectory):yyyy-MM-ddTHH:mm:ssZ}\nplatform {JobContent.Runtime}\n");
                var hash = await ReleaseBundle.WriteAsync(archive, name, [.. Content(revision.Commit), new TarFile("VERSION", version)], CancellationToken.None);
                Log.Information("Bundle {Archive:l}, {Megabytes:F1} MB", RootDirectory.GetUnixRelativePathTo(archive), new FileInfo(archive).Length / 1e6);
                ReportSummary(_ => new() { ["Bundle"] = archive.Name, ["SHA-256"] = hash[..12] });
            }
            finally
            {
                File.Delete(version);
            }
        }));

    private IEnumerable<TarFile> Content(string commit)
    {
        var tracked = WorkingTree.Files(RootDirectory, Tracked)
            ?? throw new FashionMnistException(ExitCodes.Configuration, "Package packs what git tracks, and this is no git repository");
        return [.. ImageContent.Files("job"), .. tracked.Select(x => new TarFile(x, RootDirectory / x)), .. ImageFiles(commit)];
    }

    /// <summary>What is known of the image, if it was built from this very commit.</summary>
    private IEnumerable<TarFile> ImageFiles(string commit)
    {
        if (ImageFile.FileExists() && SbomFile.FileExists() && ImageRecord.Read(ImageFile) is { Dirty: false } image && image.Commit == commit)
            return [new TarFile($"image/{ImageFile.Name}", ImageFile), new TarFile($"image/{SbomFile.Name}", SbomFile)];
        Log.Information("No image of this commit was built here, so the bundle does not name one; BuildImage and PushImage make it");
        return [];
    }
}
