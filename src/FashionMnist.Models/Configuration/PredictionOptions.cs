using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>How the batch job predicts.</summary>
public sealed class PredictionOptions
{
    /// <summary>Images in one call of the network; shards are cut at its multiples. Default: 256.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; set; } = 256;

    /// <summary>Percentage of rows that may be set aside where a run passes over those it cannot use. Default: 10.</summary>
    [Range(0, 100)]
    public int MaximumRejectsPercent { get; set; } = 10;

    /// <summary>Number of threads; 0 takes every core. Default: 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }
}
