using System.Text.Json;
using FashionMnist.Models;

namespace FashionMnist.Build.SupplyChain;

/// <summary>The NuGet packages of which a published program holds code, read from what the restore wrote down.</summary>
internal static class PackageInventory
{
    /// <summary>Kinds of assets that end up in a program; analyzers and build logic do not.</summary>
    private static readonly string[] Shipped = ["runtime", "native", "runtimeTargets"];

    /// <summary>Packages that the SDK adds for a program compiled ahead of time, and that it links in.</summary>
    private static readonly string[] LinkedRuntimes = ["Microsoft.NETCore.App.Runtime.NativeAOT."];

    /// <summary>Reads <c>project.assets.json</c>.</summary>
    /// <param name="assetsFile">Path of the file.</param>
    /// <param name="runtime">Runtime identifier of the publication, for example <c>linux-x64</c>.</param>
    /// <exception cref="FashionMnistException">The file is not that of this publication, or a package is not where it says.</exception>
    public static IReadOnlyList<PackageEntry> Read(string assetsFile, string runtime)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var root = document.RootElement;
        var target = root.GetProperty("targets").EnumerateObject().FirstOrDefault(x => x.Name.EndsWith($"/{runtime}", StringComparison.Ordinal)).Value;
        if (target.ValueKind != JsonValueKind.Object)
            throw new FashionMnistException(ExitCodes.Internal, $"{assetsFile}: it knows nothing of {runtime}");

        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(x => x.Name).ToList();
        return
        [
            .. target.EnumerateObject()
                .Where(x => x.Value.GetProperty("type").GetString() == "package" && Shipped.Any(y => HasAssets(x.Value, y)))
                .Select(x => x.Name.Split('/'))
                .Select(x => (Id: x[0], Version: x[1]))
                .Concat(Runtimes(root))
                .OrderBy(x => x.Id, StringComparer.OrdinalIgnoreCase)
                .Select(x => PackageEntry.Read(x.Id, x.Version, folders)),
        ];
    }

    /// <summary>A package may name an empty placeholder (<c>_._</c>) to say that it has nothing for a platform.</summary>
    private static bool HasAssets(JsonElement library, string kind) =>
        library.TryGetProperty(kind, out var assets) && assets.EnumerateObject().Any(x => !x.Name.EndsWith("/_._", StringComparison.Ordinal));

    private static IEnumerable<(string Id, string Version)> Runtimes(JsonElement root) => root
        .GetProperty("project").GetProperty("frameworks").EnumerateObject()
        .Where(x => x.Value.TryGetProperty("downloadDependencies", out _))
        .SelectMany(x => x.Value.GetProperty("downloadDependencies").EnumerateArray())
        .Select(x => (Id: x.GetProperty("name").GetString()!, Version: x.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0]))
        .Where(x => LinkedRuntimes.Any(y => x.Id.StartsWith(y, StringComparison.OrdinalIgnoreCase)));
}
