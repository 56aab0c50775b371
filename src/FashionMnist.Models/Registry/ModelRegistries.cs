using FashionMnist.Models.Registry.Mlflow;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Registry;

/// <summary>Opens the registry an address names.</summary>
public static class ModelRegistries
{
    /// <summary>
    /// Opens a model in a folder (a path or <c>file:///path</c>), in S3 (<c>s3://bucket/prefix</c>) or on an MLflow server
    /// (<c>mlflow:http://host:5000</c>). Nothing is requested yet.
    /// </summary>
    /// <param name="uri">The address.</param>
    /// <param name="modelName">Name of the model.</param>
    /// <param name="notice">Gets one line about what is passed over; default: nobody.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if the address or the name is malformed.</exception>
    public static IModelRegistry Open(string uri, string modelName, Action<string>? notice = null) =>
        MlflowAddress.IsMlflow(uri)
            ? MlflowModelRegistry.Open(MlflowAddress.Parse(uri), modelName)
            : new ModelRegistry(ObjectStores.Open(uri), modelName, notice: notice);
}
