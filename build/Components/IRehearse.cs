using FashionMnist.Build.CommandLine.Help;
using FashionMnist.Build.Images;
using FashionMnist.Build.Rehearsal;
using FashionMnist.Models;
using Nuke.Common;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>The cloud on one machine.</summary>
[HelpGroup(HelpGroup.Image)]
internal interface IRehearse : IPushImage, IPromoteModel
{
    private const int FewestShards = 2;
    private const int MostShards = 100;

    [Parameter("Numbers of shards of the rehearsed array jobs, each 2 to 100. Default is 4")]
    int[] Shards => TryGetValue<int[]>(() => Shards) ?? [4];

    Target CheckRehearsal => _ => _
        .Unlisted()
        .Description("Fails where the rehearsal lacks a server or an engine, before anything is done")
        .Before(PublishJob)
        .Executes(this.Guarded(async () =>
        {
            if (!OperatingSystem.IsLinux())
                throw new FashionMnistException(ExitCodes.Configuration, "The rehearsal starts servers of Debian packages and runs on Linux only");
            foreach (var shards in Shards.Where(x => x is < FewestShards or > MostShards))
                throw new FashionMnistException(ExitCodes.Usage, $"--shards {shards}: allowed {FewestShards} to {MostShards}");
            Servers.RequireInstalled(RootDirectory);
            using var engine = await ContainerEngine.ConnectAsync(DockerHost);
            // Compiling takes minutes, and is for nothing where the image has nothing to stand on.
            await new ImageBuilder(engine).RequireBaseAsync(BaseImageName, CancellationToken.None);
            Log.Information("Rehearsal with {Engine:l}; servers to start: {Servers:l}", engine.Name, Servers.Needed.Count == 0 ? "none" : string.Join(", ", Servers.Needed));
        }));

    Target Rehearse => _ => _
        .Description("Runs the whole cloud path on this machine: a real S3 server, registry and Docker engine, no AWS account")
        .DependsOn(CheckRehearsal, FetchData)
        .Executes(this.Guarded(async () =>
        {
            if (Dataset.Synthetic)
            {
                throw new FashionMnistException(
                    ExitCodes.NotFound, "The rehearsal needs the real dataset: a shared store never takes a model of synthetic data; name its folder with --data-directory");
            }

            using var signals = new StopSignals();
            using var servers = new Servers(RootDirectory);
            servers.Start();
            using var engine = await ContainerEngine.ConnectAsync(DockerHost, signals.Token);
            await using var rehearsal = new CloudRehearsal(
                new RehearsalPlan(ModelName, Path.Combine(Dataset.Directory, Dataset.TestImages), ImageFile, ImageArguments, Shards, !servers.Started("registry")),
                new ChildBuild(RootDirectory, SettingArguments, signals.Token),
                engine);
            await rehearsal.RunAsync(signals.Token);
        }));

    private IReadOnlyList<string> ImageArguments =>
    [
        .. BaseImage is null ? Array.Empty<string>() : ["--base-image", BaseImage],
        .. DockerHost is null ? Array.Empty<string>() : ["--docker-host", DockerHost],
    ];
}
