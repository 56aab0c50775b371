namespace FashionMnist.Prediction;

/// <summary>How far a run is.</summary>
/// <param name="Done">Rows done.</param>
/// <param name="Total">Rows to do; <see langword="null"/> if that shows only at the end of the input.</param>
public readonly record struct PredictionProgress(long Done, long? Total);
