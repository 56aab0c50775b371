using Docker.DotNet;
using Docker.DotNet.Models;
using FashionMnist.Build.Ecr;
using FashionMnist.Build.Images;
using FashionMnist.Build.Output;
using FashionMnist.Models;

namespace FashionMnist.Build.Rehearsal;

/// <summary>The image on its way through the registry, and the traces it leaves in engine and <c>image.json</c>.</summary>
/// <param name="engine">Gets the names.</param>
/// <param name="file">Where BuildImage and PushImage write down what they did.</param>
/// <param name="registryStays">Whether the registry outlives the rehearsal, so that the note of the push stays true.</param>
internal sealed class RehearsalImage(ContainerEngine engine, string file, bool registryStays)
{
    private PushRecord? _pushedBefore;
    private string? _imageBefore;
    private string? _host;
    private IReadOnlyList<string> _namesBefore = [];

    /// <summary>Where the image was pushed to.</summary>
    public PushRecord Pushed => ImageRecord.Read(file).Pushed
        ?? throw new FashionMnistException(ExitCodes.Internal, $"{file}: PushImage ended well and says nothing of a push");

    /// <summary>Remembers what is there before anything is pushed, so that <see cref="RestoreAsync"/> leaves it as it was.</summary>
    public async Task RememberAsync(CancellationToken cancellationToken)
    {
        if (TryRead() is { } before)
            (_imageBefore, _pushedBefore) = (before.ImageId, before.Pushed);
        _host = new Uri((await LoginAsync(cancellationToken)).ServerAddress).Authority;
        _namesBefore = await NamesAsync(cancellationToken);
    }

    /// <summary>Removes the names that the push gave the image, and gets it back by its digest.</summary>
    public async Task<string> PullAsync(CancellationToken cancellationToken)
    {
        foreach (var tag in Pushed.Tags)
            await RemoveAsync($"{Pushed.Repository}:{tag}");
        await ImagePuller.PullAsync(engine, Pushed.Repository, Pushed.Digest, await LoginAsync(cancellationToken), cancellationToken);
        return Pushed.Reference;
    }

    /// <summary>Removes new names from the engine, also those of a push that failed, and a note that is no longer true.</summary>
    public async Task RestoreAsync()
    {
        if (_host is null)
            return;
        try
        {
            foreach (var name in (await NamesAsync(CancellationToken.None)).Except(_namesBefore))
                await RemoveAsync(name);
        }
        finally
        {
            if (!registryStays && TryRead() is { Pushed: { } pushed } record && IsOurs(pushed.Repository))
                (record with { Pushed = record.ImageId == _imageBefore ? _pushedBefore : null }).Write(file);
        }
    }

    private static async Task<AuthConfig> LoginAsync(CancellationToken cancellationToken)
    {
        using var client = EcrClients.Create();
        return await new RegistryLogin(client, TimeProvider.System, BuildOutput.Hide).GetAsync(cancellationToken);
    }

    private bool IsOurs(string name) => name.StartsWith($"{_host}/", StringComparison.Ordinal);

    private Task<List<string>> NamesAsync(CancellationToken cancellationToken) => engine.GuardAsync(
        "list the images",
        async () =>
        {
            var images = await engine.Client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
            return images.SelectMany(x => (x.RepoTags ?? []).Concat(x.RepoDigests ?? [])).Where(IsOurs).ToList();
        },
        cancellationToken);

    private Task RemoveAsync(string name) => engine.GuardAsync(
        $"remove the name {name}",
        async () =>
        {
            try
            {
                await engine.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters());
            }
            catch (DockerImageNotFoundException)
            {
                // It is gone, which is what is wanted.
            }
        },
        CancellationToken.None);

    private ImageRecord? TryRead()
    {
        try
        {
            return ImageRecord.Read(file);
        }
        catch (FashionMnistException)
        {
            return null;
        }
    }
}
