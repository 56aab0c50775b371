using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Ecr;
using FashionMnist.Build.Git;
using FashionMnist.Build.Images;
using FashionMnist.Build.Output;
using FashionMnist.Models;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>Brings the image of the batch job to ECR.</summary>
[HelpGroup(HelpGroup.Image)]
internal interface IPushImage : IBuildImage
{
    [Parameter("AWS account of the registry. Default is the account of the credentials")]
    string? EcrRegistryId => TryGetValue(() => EcrRegistryId);

    /// <summary>Name of the repository in the environment at hand.</summary>
    string RepositoryName => Settings.Options.Store.Current.ImageRepository ?? Settings.Options.Image.Name;

    Target PushImage => _ => _
        .Description("Pushes the image to ECR under commit and version; what is there already is not pushed again")
        .AfterChecks()
        .DependsOn(BuildImage)
        .Produces(ImageFile)
        .Executes(this.Guarded(async () =>
        {
            RequireCleanTree();
            if (DryRun)
            {
                Log.Information("Dry run: would push {Image} to the repository {Repository} as {Tags}", ImageRecord.Read(ImageFile).ImageId, RepositoryName, ImageNames.Tags);
                return;
            }

            using var signals = new StopSignals();
            using var engine = await ContainerEngine.ConnectAsync(DockerHost, signals.Token);
            using var client = EcrClients.Create();
            using var http = new HttpClient();
            var login = new RegistryLogin(client, TimeProvider.System, BuildOutput.Hide);
            var repository = new EcrRepository(client, RepositoryName, EcrRegistryId ?? Settings.Options.Image.RegistryId);
            var pusher = new ImagePusher(engine, repository, new RegistryClient(http, login), login, TimeProvider.System);

            var record = ImageRecord.Read(ImageFile);
            var result = await pusher.PushAsync(record, ImageNames, Settings.Options.Image, signals.Token);
            (record with { Pushed = result.Record }).Write(ImageFile);
            Log.Information(
                "{Reference:l} {What:l}", result.Record.Reference, result.PushedTags.Count == 0 ? "was there already" : $"pushed as {string.Join(", ", result.PushedTags)}");
            ReportSummary(_ => new() { ["Digest"] = result.Record.Digest["sha256:".Length..][..12], ["Repository"] = result.Record.Repository });
        }));

    private void RequireCleanTree()
    {
        if (WorkingTree.Revision(RootDirectory).Dirty && !AllowDirty && !DryRun)
        {
            throw new FashionMnistException(
                ExitCodes.Refused, "The working tree has uncommitted changes, so no commit says what is in this image; commit them, or pass --allow-dirty");
        }
    }
}
