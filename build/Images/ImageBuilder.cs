using System.IO.Pipelines;
using Docker.DotNet.Models;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Images;

/// <summary>Builds images with an engine.</summary>
internal sealed class ImageBuilder(ContainerEngine engine)
{
    private const string Dockerfile = "Dockerfile";

    /// <summary>Builds an image, or finds that the engine has it already.</summary>
    /// <param name="recipe">What it is made from.</param>
    /// <param name="name">What to call it, with a tag.</param>
    /// <param name="noCache">Whether to build it anew whatever is there.</param>
    /// <param name="cancellationToken">Ends it half-way.</param>
    /// <exception cref="FashionMnistException">The engine could not.</exception>
    public async Task<BuiltImage> BuildAsync(ImageRecipe recipe, string name, bool noCache, CancellationToken cancellationToken)
    {
        var baseImage = await RequireBaseAsync(recipe.BaseImage, cancellationToken);
        var identity = recipe.Identity(baseImage.ID);
        if (!noCache
            && await engine.FindImageAsync(name, cancellationToken) is { } existing
            && existing.Config?.Labels?.TryGetValue(ImageRecipe.IdentityLabel, out var label) == true
            && label == identity)
        {
            return BuiltImage.Of(name, recipe.BaseImage, existing, baseImage, reused: true);
        }

        await SendAsync(recipe, name, identity, noCache, cancellationToken);
        var image = await engine.FindImageAsync(name, cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.InputOutput, $"Docker engine {engine.Address}: it built {name} and does not have it now; run it again");
        return BuiltImage.Of(name, recipe.BaseImage, image, baseImage, reused: false);
    }

    /// <summary>The base image; pulled if the engine does not have it.</summary>
    /// <exception cref="FashionMnistException">It cannot be had.</exception>
    public async Task<ImageInspectResponse> RequireBaseAsync(string name, CancellationToken cancellationToken)
    {
        if (!name.Contains('@', StringComparison.Ordinal))
            Log.Debug("The base image {Base} is not pinned by a digest; what it is now is written down with the image", name);
        if (await engine.FindImageAsync(name, cancellationToken) is { } present)
            return present;

        Log.Information("Pulling the base image {Base}", name);
        var action = $"pull the base image {name} (name one that it has with --base-image)";
        var messages = EngineMessages.Logged();
        await engine.GuardAsync(
            action,
            () => engine.Client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = WithTag(name) }, authConfig: null, messages, cancellationToken),
            cancellationToken);
        messages.ThrowIfFailed(engine.Address, action);
        return await engine.FindImageAsync(name, cancellationToken)
            ?? throw EngineErrors.Reported(engine.Address, action, "not found");
    }

    /// <summary>The build context: the Dockerfile and the root file system, and nothing of the checkout that could slip in.</summary>
    public static Task WriteContextAsync(Stream stream, ImageRecipe recipe, CancellationToken cancellationToken) => ReproducibleTar.WriteAsync(
        stream, [new(Dockerfile, recipe.Dockerfile), new(ImageRecipe.RootFileSystemName, recipe.RootFileSystem)], cancellationToken);

    private async Task SendAsync(ImageRecipe recipe, string name, string identity, bool noCache, CancellationToken cancellationToken)
    {
        const string action = "build the image";
        var messages = EngineMessages.Logged();
        var parameters = new ImageBuildParameters
        {
            Dockerfile = Dockerfile,
            Tags = [name],
            NoCache = noCache,
            Remove = true,
            ForceRemove = true,
            BuildArgs = recipe.Arguments,
            Labels = new Dictionary<string, string> { [ImageRecipe.IdentityLabel] = identity },
        };

        var pipe = new Pipe();
        var writing = WriteContextAsync(pipe.Writer, recipe, cancellationToken);
        try
        {
            await engine.GuardAsync(
                action,
                () => engine.Client.Images.BuildImageFromDockerfileAsync(
                    parameters, pipe.Reader.AsStream(), authConfigs: null, headers: null, messages, cancellationToken),
                cancellationToken);
        }
        finally
        {
            // An engine that gave up no longer reads; the writer then has nobody to wait for.
            await pipe.Reader.CompleteAsync();
            await writing;
        }

        messages.ThrowIfFailed(engine.Address, action);
    }

    private static async Task WriteContextAsync(PipeWriter writer, ImageRecipe recipe, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await using var stream = writer.AsStream(leaveOpen: true);
            await WriteContextAsync(stream, recipe, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            // The reader gets it, so that a half context is never taken for a whole one.
            failure = e;
        }

        await writer.CompleteAsync(failure);
    }

    /// <summary>Without a tag the engine would pull every one there is.</summary>
    private static string WithTag(string name) =>
        name.Contains('@', StringComparison.Ordinal) || name[(name.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal) ? name : $"{name}:latest";
}
