namespace FashionMnist.Prediction;

/// <summary>The outcome of a run.</summary>
/// <param name="Manifest">What was written about it.</param>
/// <param name="Address">The folder with the results.</param>
public sealed record PredictionResult(PredictionManifest Manifest, string Address);
