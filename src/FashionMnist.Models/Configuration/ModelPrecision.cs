namespace FashionMnist.Models.Configuration;

/// <summary>The numbers an exported network computes with, as configuration and manifest name them.</summary>
public static class ModelPrecision
{
    /// <summary>float32 throughout.</summary>
    public const string Full = "fp32";

    /// <summary>Weights of int8, activations of uint8.</summary>
    public const string Quantized = "int8";

    /// <summary>Matches the names above.</summary>
    public const string Pattern = $"{Full}|{Quantized}";
}
