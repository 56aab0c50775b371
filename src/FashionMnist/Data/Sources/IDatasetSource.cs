namespace FashionMnist.Data.Sources;

/// <summary>A place that may have the dataset.</summary>
internal interface IDatasetSource
{
    /// <summary>How messages call the place.</summary>
    string Name { get; }

    /// <summary>Looks for the dataset.</summary>
    /// <returns>The dataset with every hash proved, or why it cannot be had here.</returns>
    Task<SourceResult> FindAsync(CancellationToken cancellationToken);
}

/// <summary>What a source answered.</summary>
/// <param name="Reference">The dataset, or <see langword="null"/>.</param>
/// <param name="Problem">Why there is none; <see langword="null"/> where the place simply does not exist.</param>
internal sealed record SourceResult(DatasetReference? Reference, string? Problem = null)
{
    public static readonly SourceResult Absent = new((DatasetReference?)null);
}
