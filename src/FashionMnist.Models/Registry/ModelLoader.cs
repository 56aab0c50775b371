using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Models.Registry;

/// <summary>Loads a model from wherever it lies, every hash proved before the first byte is handed out. Writes nothing.</summary>
public static class ModelLoader
{
    /// <summary>Loads the model an address names.</summary>
    /// <param name="uri">
    /// A store (path, <c>file:///path</c>, <c>s3://bucket/prefix</c>, <c>mlflow:http://host:5000</c>) or
    /// <c>&lt;store&gt;/models/&lt;name&gt;</c>: the package in production.
    /// <c>&lt;store&gt;/models/&lt;name&gt;/&lt;64 hex digits&gt;</c>: exactly this package.
    /// <c>mlflow:&lt;server&gt;/models/&lt;name&gt;/&lt;number&gt;</c>: exactly this model version.
    /// A folder with model.onnx and model.json beside each other: that package.
    /// </param>
    /// <param name="modelName">The model meant where the address names only a store.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.NotFound"/> with what to do, <see cref="ExitCodes.Integrity"/> with the expected and the actual hash,
    /// <see cref="ExitCodes.Usage"/> for a malformed address.
    /// </exception>
    public static async Task<LoadedModel> LoadAsync(string uri, string modelName, CancellationToken cancellationToken = default)
    {
        if (MlflowAddress.IsMlflow(uri))
            return await LoadFromMlflowAsync(MlflowAddress.Parse(uri), modelName, cancellationToken);

        var address = ModelAddress.Parse(uri, modelName);
        if (!S3Address.IsS3(uri))
        {
            if (!Directory.Exists(address.StoreUri))
                throw new FashionMnistException(
                    ExitCodes.NotFound,
                    $"{address.StoreUri} is not there: name a model store, a package in it, or a folder with model.onnx and model.json");
            if (address.PackageId is null && await LoadFolderAsync(ObjectStores.LocalPath(uri), cancellationToken) is { } package)
                return package;
        }

        var store = ObjectStores.Open(address.StoreUri);
        using (store as IDisposable)
        {
            var registry = new ModelRegistry(store, address.ModelName);
            return address.PackageId is { } id
                ? await registry.LoadPackageAsync(id, cancellationToken)
                : await registry.LoadProductionAsync(cancellationToken);
        }
    }

    private static async Task<LoadedModel> LoadFromMlflowAsync(MlflowAddress address, string modelName, CancellationToken cancellationToken)
    {
        using var registry = MlflowModelRegistry.Open(address, address.ModelName ?? modelName);
        return address switch
        {
            { PackageId: { } id } => await registry.LoadPackageAsync(id, cancellationToken),
            { Version: { } version } => await registry.LoadVersionAsync(version, cancellationToken),
            _ => await registry.LoadProductionAsync(cancellationToken),
        };
    }

    private static async Task<LoadedModel?> LoadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, PackageFiles.Manifest)) && !File.Exists(Path.Combine(folder, PackageFiles.Onnx)))
            return null;
        return new LoadedModel(await ModelPackage.LoadAsync(folder, cancellationToken), Path.GetFullPath(folder), null);
    }
}
