using System.Text.Json;

namespace FashionMnist.Models.Packages;

/// <summary>
/// Writes and reads model.json. Its last property, <c>manifestSha256</c>, is the SHA-256 of the file with that value
/// replaced by 64 zeros, so that a manifest proves its own integrity wherever it lies.
/// </summary>
public static class ManifestSerializer
{
    private static readonly SealedJson Format = new("manifestSha256", "manifest");

    /// <summary>The bytes of model.json for <paramref name="manifest"/>: UTF-8, indented, sealed with its own hash.</summary>
    public static byte[] Serialize(ModelManifest manifest) =>
        Format.Seal(JsonSerializer.SerializeToNode(manifest, ModelsJsonContext.Default.ModelManifest)!.AsObject());

    /// <summary>Reads a manifest and proves its seal.</summary>
    /// <param name="utf8">The bytes of model.json.</param>
    /// <param name="source">Where they came from, for messages.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> if it is damaged, malformed or of another
    /// schema.</exception>
    public static ModelManifest Deserialize(ReadOnlySpan<byte> utf8, string source)
    {
        var node = Format.Open(utf8, source);
        try
        {
            var version = (int?)node["schemaVersion"];
            if (version != ModelManifest.CurrentSchemaVersion)
                throw SealedJson.Damaged(
                    $"{source}: manifest schema {version} is not known; this software reads schema {ModelManifest.CurrentSchemaVersion}");
            return node.Deserialize(ModelsJsonContext.Default.ModelManifest)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Format.Malformed(source, e);
        }
    }
}
