namespace FashionMnist.Prediction.Merging;

/// <summary>The outcome of a merge.</summary>
/// <param name="Manifest">What was written about the whole run.</param>
/// <param name="Address">The folder with the results.</param>
/// <param name="Removed">Files of the same run that fitted no more and were removed: parts of another number of shards, another format.</param>
/// <param name="Mixture">How the machines of the parts differ in what decides the last bits of a float; <see langword="null"/> if they do not.</param>
public sealed record MergeResult(PredictionManifest Manifest, string Address, IReadOnlyList<string> Removed, string? Mixture);
