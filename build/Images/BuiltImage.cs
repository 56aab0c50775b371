using Docker.DotNet.Models;

namespace FashionMnist.Build.Images;

/// <summary>An image that the engine holds.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Id">Digest of its configuration, <c>sha256:...</c>.</param>
/// <param name="BaseImage">Name of the image it stands on.</param>
/// <param name="BaseId">Id of that image.</param>
/// <param name="BaseDigest">Name and digest by which a registry knows that image; <see langword="null"/> if it was made locally.</param>
/// <param name="Layers">The diff-ids of its layers, the base's first: what its files hash to, whatever the times in its configuration.</param>
/// <param name="Bytes">Size of its files.</param>
/// <param name="BytesOnBase">Size of what stands on top of the base.</param>
/// <param name="Reused">Whether it was there already.</param>
internal sealed record BuiltImage(
    string Name,
    string Id,
    string BaseImage,
    string BaseId,
    string? BaseDigest,
    IReadOnlyList<string> Layers,
    long Bytes,
    long BytesOnBase,
    bool Reused)
{
    public static BuiltImage Of(string name, string baseName, ImageInspectResponse image, ImageInspectResponse baseImage, bool reused) => new(
        name,
        image.ID,
        baseName,
        baseImage.ID,
        baseImage.RepoDigests?.FirstOrDefault(),
        [.. image.RootFS.Layers],
        image.Size,
        image.Size - baseImage.Size,
        reused);
}
