using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>What a model must be to enter a store.</summary>
internal static class PublishRules
{
    public static void Check(ModelManifest manifest, RegistryScope scope, bool allowDirty)
    {
        CheckPromotable(manifest, scope);
        if (scope.Store.IsShared && manifest.Source.Dirty && !allowDirty)
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"the model was trained from a working tree with uncommitted changes, which {scope.Store.Address} does not take: "
                + "commit and train again, or pass --allow-dirty");
    }

    public static void CheckPromotable(ModelManifest manifest, RegistryScope scope)
    {
        if (manifest.Name != scope.Keys.ModelName)
            throw new FashionMnistException(
                ExitCodes.BadInput, $"the package is of the model '{manifest.Name}', not of '{scope.Keys.ModelName}'");
        if (manifest.Metrics is null)
            throw new FashionMnistException(
                ExitCodes.BadInput, $"package {StoreKeys.Abbreviate(manifest.Onnx.Sha256)} was never evaluated: run ./build.sh Evaluate");
        if (scope.Store.IsShared && manifest.Data.Synthetic)
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"the model was trained on synthetic data ({manifest.Data.Name}), which {scope.Store.Address} never "
                + "takes: train on the real data");
    }
}
