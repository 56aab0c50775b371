using FashionMnist.Models.Packages;

namespace FashionMnist.Models.Registry;

/// <summary>A model whose hashes were proved, ready for an inference session.</summary>
/// <param name="Package">The proved package.</param>
/// <param name="Address">Where exactly these bytes lie; loading this address gives this package again, whatever is promoted later.</param>
/// <param name="PointerVersionId">The version of production.json that named it; none if the package was asked for by itself.</param>
public sealed record LoadedModel(ModelPackage Package, string Address, string? PointerVersionId)
{
    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest => Package.Manifest;

    /// <summary>The bytes of model.onnx.</summary>
    public byte[] OnnxBytes => Package.OnnxBytes;

    /// <summary>Identity of the package: SHA-256 of model.onnx, 64 lower-case hex digits.</summary>
    public string PackageId => Package.Id;
}
