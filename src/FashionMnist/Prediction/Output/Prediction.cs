namespace FashionMnist.Prediction.Output;

/// <summary>What the model says about one image.</summary>
/// <param name="Index">0-based row of the input, a header not counted.</param>
/// <param name="Label">Predicted label, 0 to 9.</param>
/// <param name="Probability">Probability of that label, 0 to 1.</param>
/// <param name="Expected">True label, or <see langword="null"/> if it is not known.</param>
/// <param name="File">Path of the image below the input, or <see langword="null"/> if rows are not files.</param>
internal readonly record struct Prediction(long Index, byte Label, float Probability, byte? Expected, string? File = null)
{
    /// <summary>float32 [10], valid while the batch is.</summary>
    public ReadOnlyMemory<float> Probabilities { get; init; }

    /// <summary>Values of the input that are passed on, valid while the batch is; <see langword="null"/> where one is missing.</summary>
    public ReadOnlyMemory<string?> Kept { get; init; }
}
