namespace FashionMnist.Models.Packages;

/// <summary>Names of the two files of a model package, and of the one that stays behind.</summary>
public static class PackageFiles
{
    /// <summary>Most bytes of a model.json, a pointer or an event; they have some thousands.</summary>
    internal const long MaximumJsonBytes = 16 << 20;

    /// <summary>The network.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The manifest.</summary>
    public const string Manifest = "model.json";

    /// <summary>
    /// The float32 export of an int8 model. It lies beside the package where the model was trained, for the gate to compare with, and is never
    /// published.
    /// </summary>
    public const string Float32Onnx = "model.fp32.onnx";
}
