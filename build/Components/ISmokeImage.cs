using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Images;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using FashionMnist.Models.Packages;
using Nuke.Common;
using Nuke.Common.IO;

namespace FashionMnist.Build.Components;

/// <summary>Tries the image out with the promoted model and real images.</summary>
[HelpGroup(HelpGroup.Image)]
internal interface ISmokeImage : IBuildImage, IPromoteModel
{
    private const int Images = 100;

    Target SmokeImage => _ => _
        .Description("Runs the image without root, network, capabilities and a writable disk: same predictions as here, documented exit codes")
        .DependsOn(BuildImage, FetchData)
        .Executes(this.Guarded(async () =>
        {
            using var signals = new StopSignals();
            var scratch = (AbsolutePath)Directory.CreateTempSubdirectory("fashion-mnist-smoke-").FullName;
            try
            {
                var images = scratch / "images.idx";
                IdxSample.Write(Path.Combine(Dataset.Directory, Dataset.TestImages), images, Images);
                using var engine = await ContainerEngine.ConnectAsync(DockerHost, signals.Token);
                await new ImageSmoke(engine, ImageRecord.Read(ImageFile).ImageId, ImageContent.Program)
                    .RunAsync(await LocalModelAsync(scratch / "model"), ModelName, images, scratch, signals.Token);
            }
            finally
            {
                scratch.DeleteDirectory();
            }
        }));

    /// <summary>The promoted model, else the trained one, in a folder: a container without network can read no other.</summary>
    /// <param name="copy">Where a model of a bucket goes.</param>
    private async Task<string> LocalModelAsync(AbsolutePath copy)
    {
        if (PromotedId is not null)
        {
            if (!Registry.IsShared)
                return StoreAddress;
            var model = await Registry.LoadProductionAsync();
            AtomicFile.Write(copy / PackageFiles.Onnx, model.OnnxBytes);
            AtomicFile.Write(copy / PackageFiles.Manifest, model.Package.ManifestBytes);
            return copy;
        }

        if (Candidate.IsTrained)
            return Candidate.Folder;
        throw new FashionMnistException(ExitCodes.NotFound, $"{StoreAddress}: no model to try the image with; run ./build.sh Predict");
    }
}
