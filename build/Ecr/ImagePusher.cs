using Docker.DotNet.Models;
using FashionMnist.Build.Images;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;
using Serilog;

namespace FashionMnist.Build.Ecr;

/// <summary>Brings an image into a repository of ECR, once.</summary>
/// <param name="engine">Has the image.</param>
/// <param name="repository">Where it goes.</param>
/// <param name="registry">Asks what is there.</param>
/// <param name="login">The right to push.</param>
/// <param name="time">Tells the time, and waits.</param>
internal sealed class ImagePusher(ContainerEngine engine, EcrRepository repository, RegistryClient registry, RegistryLogin login, TimeProvider time)
{
    private const int Attempts = 4;

    /// <summary>Pushes what is not there yet.</summary>
    /// <param name="image">The image.</param>
    /// <param name="names">Its tags.</param>
    /// <param name="options">For a repository that has to be made.</param>
    /// <param name="cancellationToken">Ends it half-way; a tag appears only when all of its image is there.</param>
    /// <exception cref="FashionMnistException">A tag is taken by other layers, or it could not be pushed.</exception>
    public async Task<PushResult> PushAsync(ImageRecord image, ImageNames names, ImageOptions options, CancellationToken cancellationToken)
    {
        var address = (await repository.EnsureAsync(options, cancellationToken)).RepositoryUri;
        var present = new Dictionary<string, RegistryImage>();
        foreach (var tag in names.Tags)
        {
            if (await FindAsync(address, tag, cancellationToken) is not { } found)
                continue;
            RequireSame(address, tag, found, image);
            present[tag] = found;
        }

        // What is there stays: a rebuild of the same layers has another time in its configuration and so another digest.
        var source = present.Values.FirstOrDefault() is { } existing ? await PullAsync(address, existing, names.Tags.Count - present.Count, cancellationToken) : image.ImageId;
        var missing = names.Tags.Where(x => !present.ContainsKey(x)).ToList();
        foreach (var tag in missing)
            await PushAsync(source, address, tag, cancellationToken);

        var digest = await VerifyAsync(address, names.Tags, image, cancellationToken);
        return new PushResult(new PushRecord(address, digest, names.Tags, time.GetUtcNow()), missing);
    }

    private async Task<RegistryImage?> FindAsync(string address, string tag, CancellationToken cancellationToken) =>
        await repository.FindDigestAsync(tag, cancellationToken) is { } digest
            ? await registry.FindAsync(address, digest, cancellationToken)
                ?? throw new FashionMnistException(ExitCodes.Integrity, $"{address}:{tag}: ECR says {digest}, and the registry does not have it")
            : null;

    private static void RequireSame(string address, string tag, RegistryImage there, ImageRecord here)
    {
        if (!there.Layers.SequenceEqual(here.Layers))
        {
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"{address}:{tag} is another image: there {there.Digest} with the layers of {there.ConfigDigest}, here {here.ImageId}; "
                    + "commit what has changed, or build with the same base image");
        }
    }

    /// <summary>A second tag must name the image that the first one names.</summary>
    private async Task<string> PullAsync(string address, RegistryImage existing, int needed, CancellationToken cancellationToken)
    {
        if (needed > 0 && await engine.FindImageAsync(existing.ConfigDigest, cancellationToken) is null)
            await ImagePuller.PullAsync(engine, address, existing.Digest, await login.GetAsync(cancellationToken), cancellationToken);
        return existing.ConfigDigest;
    }

    private async Task PushAsync(string source, string address, string tag, CancellationToken cancellationToken)
    {
        var name = $"{address}:{tag}";
        await engine.GuardAsync(
            $"name the image {name}",
            () => engine.Client.Images.TagImageAsync(source, new ImageTagParameters { RepositoryName = address, Tag = tag, Force = true }, cancellationToken),
            cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PushOnceAsync(name, address, tag, cancellationToken);
                return;
            }
            catch (FashionMnistException e) when (attempt < Attempts && e.ExitCode is ExitCodes.TryAgain or ExitCodes.AccessDenied)
            {
                // A token may have been withdrawn before its time: one new token, and if that is refused too, it is not the token.
                if (e.ExitCode == ExitCodes.AccessDenied && attempt > 1)
                    throw;
                if (e.ExitCode == ExitCodes.AccessDenied)
                    login.Expire();
                Log.Warning("{Problem:l} (attempt {Attempt} of {Attempts})", e.Message, attempt, Attempts);
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 1)), time, cancellationToken);
            }
        }
    }

    private async Task PushOnceAsync(string name, string address, string tag, CancellationToken cancellationToken)
    {
        var action = $"push {name}";
        var messages = EngineMessages.Logged();
        var auth = await login.GetAsync(cancellationToken);
        await engine.GuardAsync(
            action,
            () => engine.Client.Images.PushImageAsync(address, new ImagePushParameters { Tag = tag }, auth, messages, cancellationToken),
            cancellationToken);
        messages.ThrowIfFailed(engine.Address, action);
    }

    /// <summary>Nobody's word is taken for it: ECR and the registry must have the same digest under every tag, with these layers.</summary>
    private async Task<string> VerifyAsync(string address, IReadOnlyList<string> tags, ImageRecord image, CancellationToken cancellationToken)
    {
        string? digest = null;
        foreach (var tag in tags)
        {
            var found = await FindAsync(address, tag, cancellationToken)
                ?? throw new FashionMnistException(ExitCodes.TryAgain, $"{address}:{tag}: pushed, and not there; run it again");
            RequireSame(address, tag, found, image);
            digest ??= found.Digest;
            if (digest != found.Digest)
                throw new FashionMnistException(ExitCodes.Integrity, $"{address}: the tags {string.Join(", ", tags)} name different images, {digest} and {found.Digest}");
        }

        return digest!;
    }
}

/// <summary>What a push did.</summary>
/// <param name="Record">Where the image is.</param>
/// <param name="PushedTags">The tags that were not there before.</param>
internal sealed record PushResult(PushRecord Record, IReadOnlyList<string> PushedTags);
