using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FashionMnist.Build.Images;
using FashionMnist.Models.IO;

namespace FashionMnist.Build.SupplyChain;

/// <summary>The inventory of an image in the form of CycloneDX 1.6 (cyclonedx.org/docs/1.6/json).</summary>
internal static class Sbom
{
    /// <summary>Writes the inventory. The same content gives the same file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="image">The image.</param>
    /// <param name="recipe">What it is made from.</param>
    /// <param name="packages">NuGet packages whose code is in the program.</param>
    /// <param name="basePackages">Debian packages of the base image.</param>
    public static void Write(
        string file, BuiltImage image, ImageRecipe recipe, IEnumerable<PackageEntry> packages, IEnumerable<DebianPackage> basePackages)
    {
        var components = new JsonArray([BaseImage(image), .. packages.Select(Package), .. basePackages.Select(Package)]);
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{SerialNumber(components, recipe)}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = recipe.Arguments["CREATED"],
                ["component"] = new JsonObject
                {
                    ["type"] = "container",
                    ["bom-ref"] = "image",
                    ["name"] = image.Name.Split(':')[0],
                    ["version"] = recipe.Version,
                    ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } }),
                    ["properties"] = new JsonArray(image.Layers
                        .Select(x => (JsonNode)new JsonObject { ["name"] = "fashion-mnist:layer-diff-id", ["value"] = x }).ToArray()),
                },
            },
            ["components"] = components,
            ["dependencies"] = new JsonArray(new JsonObject
            {
                ["ref"] = "image",
                ["dependsOn"] = new JsonArray(components.Select(x => (JsonNode)x!["bom-ref"]!.GetValue<string>()).ToArray()),
            }),
        };
        AtomicFile.Write(file, document.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n");
    }

    private static JsonObject BaseImage(BuiltImage image)
    {
        var name = image.BaseImage.Split('@')[0];
        return new JsonObject
        {
            ["type"] = "container",
            ["bom-ref"] = $"base:{image.BaseId}",
            ["name"] = name,
            ["version"] = image.BaseDigest?.Split('@')[^1] ?? image.BaseId,
            ["hashes"] = Hash("SHA-256", image.BaseId.Split(':')[^1]),
        };
    }

    private static JsonObject Package(PackageEntry package) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = package.Url,
        ["name"] = package.Id,
        ["version"] = package.Version,
        ["hashes"] = Hash("SHA-512", package.Sha512),
        ["licenses"] = new JsonArray(package.Licence == PackageEntry.Unknown
            ? new JsonObject { ["license"] = new JsonObject { ["name"] = PackageEntry.Unknown } }
            : new JsonObject { ["expression"] = package.Licence }),
        ["purl"] = package.Url,
    };

    private static JsonObject Package(DebianPackage package) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = package.Url,
        ["name"] = package.Name,
        ["version"] = package.Version,
        ["purl"] = package.Url,
    };

    private static JsonArray Hash(string algorithm, string content) => new(new JsonObject { ["alg"] = algorithm, ["content"] = content });

    /// <summary>A name-based UUID (RFC 9562, version 8) of the content, so that the file is reproducible too.</summary>
    private static Guid SerialNumber(JsonArray components, ImageRecipe recipe)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(recipe.Version + components.ToJsonString()));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
