using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>What a model must be to enter a store.</summary>
internal static class PublishRules
{
    public static void Check(ModelManifest manifest, PublishTarget target, bool allowDirty)
    {
        CheckPromotable(manifest, target);
        if (target.IsShared && manifest.Source.Dirty && !allowDirty)
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"the model was trained from a working tree with uncommitted changes, which {target.Address} does not take: "
                + "commit and train again, or pass --allow-dirty");
    }

    public static void CheckPromotable(ModelManifest manifest, PublishTarget target)
    {
        if (manifest.Name != target.ModelName)
            throw new FashionMnistException(
                ExitCodes.BadInput, $"the package is of the model '{manifest.Name}', not of '{target.ModelName}'");
        if (manifest.Metrics is null)
            throw new FashionMnistException(
                ExitCodes.BadInput, $"package {StoreKeys.Abbreviate(manifest.Onnx.Sha256)} was never evaluated: run ./build.sh Evaluate");
        if (target.IsShared && manifest.Data.Synthetic)
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"the model was trained on synthetic data ({manifest.Data.Name}), which {target.Address} never "
                + "takes: train on the real data");
    }
}
