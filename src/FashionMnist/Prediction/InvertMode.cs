namespace FashionMnist.Prediction;

/// <summary>What to do with a PNG whose background is light; the model knows garments on black. It is counted in every case.</summary>
public enum InvertMode
{
    /// <summary>Predict it as it is.</summary>
    Never,

    /// <summary>Invert the images whose background is light.</summary>
    Auto,

    /// <summary>Invert every image.</summary>
    Always,
}
