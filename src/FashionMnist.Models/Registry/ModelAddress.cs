using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Registry;

/// <summary>What a model's address means.</summary>
/// <param name="StoreUri">The store.</param>
/// <param name="ModelName">The model in it.</param>
/// <param name="PackageId">The exact package; none: the one in production.</param>
internal sealed record ModelAddress(string StoreUri, string ModelName, string? PackageId)
{
    /// <summary>
    /// <c>&lt;store&gt;/models/&lt;name&gt;/&lt;id&gt;</c>, <c>&lt;store&gt;/models/&lt;name&gt;</c>, or a store alone, which means
    /// <paramref name="modelName"/>.
    /// </summary>
    public static ModelAddress Parse(string uri, string modelName)
    {
        var address = Normalize(uri);
        var parts = address.Split('/');
        return parts switch
        {
            [.. var store, StoreKeys.ModelsFolder, var name, var id] when StoreKeys.IsModelName(name) && StoreKeys.IsPackageId(id) =>
                new ModelAddress(Join(store), name, id),
            [.. var store, StoreKeys.ModelsFolder, var name] when StoreKeys.IsModelName(name) => new ModelAddress(Join(store), name, null),
            _ => new ModelAddress(address, modelName, null),
        };
    }

    private static string Join(string[] parts) => parts is [""] ? "/" : string.Join('/', parts);

    private static string Normalize(string uri)
    {
        if (S3Address.IsS3(uri))
            return S3Address.Parse(uri).ToString();

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(ObjectStores.LocalPath(uri)));
        return OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
    }
}
