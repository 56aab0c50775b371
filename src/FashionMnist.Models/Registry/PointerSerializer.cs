using System.Text.Json;
using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>Writes and reads production.json, sealed with its own hash as manifests are.</summary>
internal static class PointerSerializer
{
    private static readonly SealedJson Format = new("pointerSha256", "production pointer");

    public static byte[] Serialize(ProductionPointer pointer) =>
        Format.Seal(JsonSerializer.SerializeToNode(pointer, ModelsJsonContext.Default.ProductionPointer)!.AsObject());

    public static ProductionPointer Deserialize(ReadOnlySpan<byte> utf8, string source)
    {
        var node = Format.Open(utf8, source);
        try
        {
            var version = (int?)node["schemaVersion"];
            if (version != ProductionPointer.CurrentSchemaVersion)
                throw SealedJson.Damaged(
                    $"{source}: pointer schema {version} is not known; this software reads schema "
                    + $"{ProductionPointer.CurrentSchemaVersion}");
            return node.Deserialize(ModelsJsonContext.Default.ProductionPointer)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Format.Malformed(source, e);
        }
    }
}
