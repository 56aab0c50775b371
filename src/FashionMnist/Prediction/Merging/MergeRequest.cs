using FashionMnist.IO;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Prediction.Merging;

/// <summary>Which parts of which run are to become one result.</summary>
public sealed record MergeRequest
{
    /// <summary>The folder or prefix that the parts were written to.</summary>
    public required Location Output { get; init; }

    /// <summary>Name of the run; <see langword="null"/> if it has none.</summary>
    public string? RunId { get; init; }

    /// <summary>Folders between the output and the results; <see langword="null"/>: none.</summary>
    public Partition? Partition { get; init; }

    /// <summary>Number of parts, 1 to <see cref="MaximumShards"/>.</summary>
    public required int Shards { get; init; }

    /// <summary>How the parts are written; <see langword="null"/>: as the first one says.</summary>
    public OutputFormat? Format { get; init; }

    /// <summary>Largest share of the rows of the run that may have been set aside, 0 to 1; never all of them.</summary>
    public double MaximumRejects { get; init; } = new PredictionOptions().MaximumRejectsPercent / 100.0;

    /// <summary>An array job of AWS Batch has at most as many children.</summary>
    public const int MaximumShards = 10_000;
}
