using FashionMnist.IO;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Prediction;

/// <summary>What one process is asked to predict.</summary>
public sealed record PredictionRequest
{
    /// <summary>Address of the model: a package or a store, in the forms of the model loader.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the model in a store.</summary>
    public required string ModelName { get; init; }

    /// <summary>The images: IDX3, CSV, JSON Lines or an array of NumPy, raw or gzip; Parquet; PNGs; a folder, or a pattern of names in one.</summary>
    public required Location Input { get; init; }

    /// <summary>The labels of IDX images, IDX1; <see langword="null"/> if there are none.</summary>
    public Location? Labels { get; init; }

    /// <summary>The folder or prefix for the results.</summary>
    public required Location Output { get; init; }

    /// <summary>How predictions are written.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>Folders between the output and the results; <see langword="null"/>: none.</summary>
    public Partition? Partition { get; init; }

    /// <summary>Run and part.</summary>
    public required RunIdentity Identity { get; init; }

    /// <summary>Images in one call of the network, 1 to 65,536; shards are cut at its multiples.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Threads of the network; 0 takes every core.</summary>
    public required int Threads { get; init; }

    /// <summary>What to do with rows that cannot be used.</summary>
    public ErrorPolicy OnError { get; init; }

    /// <summary>Largest share of a process's rows that may be set aside, 0 to 1; never all of them.</summary>
    public double MaximumRejects { get; init; } = new PredictionOptions().MaximumRejectsPercent / 100.0;

    /// <summary>Whether results have all ten probabilities.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Columns of the input that are passed on, as text.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>What to do with PNGs of another size.</summary>
    public ResizeMode Resize { get; init; }

    /// <summary>What to do with PNGs whose background is light.</summary>
    public InvertMode Invert { get; init; }

    /// <summary>Whether to write a report for people beside the predictions.</summary>
    public bool Report { get; init; }
}
