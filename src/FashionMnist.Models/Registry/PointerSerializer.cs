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
            var pointer = node.Deserialize(ModelsJsonContext.Default.ProductionPointer)!;
            return Digests(pointer).All(StoreKeys.IsPackageId)
                ? pointer
                : throw SealedJson.Damaged($"{source}: the production pointer names something that is no SHA-256 of 64 lower-case hex digits");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Format.Malformed(source, e);
        }
    }

    private static IEnumerable<string> Digests(ProductionPointer pointer) =>
        [pointer.PackageId, pointer.OnnxSha256, pointer.ManifestSha256, .. pointer.Previous is { } previous ? [previous.PackageId] : Array.Empty<string>()];
}
