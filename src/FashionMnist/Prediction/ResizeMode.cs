namespace FashionMnist.Prediction;

/// <summary>What to do with a PNG that is not 28 x 28 pixels.</summary>
public enum ResizeMode
{
    /// <summary>Refuse it.</summary>
    Never,

    /// <summary>Scale it until it fits, keep its proportions, centre it and fill the rest with the median of its border.</summary>
    Fit,

    /// <summary>Scale width and height on their own.</summary>
    Stretch,
}
