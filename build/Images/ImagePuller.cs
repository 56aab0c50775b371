using Docker.DotNet.Models;

namespace FashionMnist.Build.Images;

/// <summary>Gets an image by its digest.</summary>
internal static class ImagePuller
{
    /// <summary>Pulls.</summary>
    /// <param name="engine">Gets the image.</param>
    /// <param name="repository">Address and name of the repository.</param>
    /// <param name="digest">Digest of the manifest.</param>
    /// <param name="auth">The right to pull.</param>
    /// <param name="cancellationToken">Ends it half-way.</param>
    public static async Task PullAsync(ContainerEngine engine, string repository, string digest, AuthConfig auth, CancellationToken cancellationToken)
    {
        var action = $"pull {repository}@{digest}";
        var messages = EngineMessages.Logged();
        await engine.GuardAsync(
            action,
            () => engine.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = repository, Tag = digest }, auth, messages, cancellationToken),
            cancellationToken);
        messages.ThrowIfFailed(engine.Address, action);
    }
}
