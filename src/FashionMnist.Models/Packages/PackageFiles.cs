namespace FashionMnist.Models.Packages;

/// <summary>Names of the two files of a model package.</summary>
public static class PackageFiles
{
    /// <summary>The network.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The manifest.</summary>
    public const string Manifest = "model.json";
}
