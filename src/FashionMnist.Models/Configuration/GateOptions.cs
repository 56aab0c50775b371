using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>When a model may go out.</summary>
public sealed class GateOptions
{
    /// <summary>Smallest accuracy on the test set, 0 to 1. Default: 0.91.</summary>
    [Range(0.0, 1.0)]
    public double MinimumAccuracy { get; set; } = 0.91;

    /// <summary>
    /// How far the accuracy may fall below the champion's on the same test set, 0 to 1. Default: 0.005, about twice the
    /// standard error of an accuracy of 0.92 on 10,000 images.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MaximumRegression { get; set; } = 0.005;

    /// <summary>How far the accuracy of an int8 model may fall below that of its own float32 export on the test set, 0 to 1. Default: 0.002.</summary>
    [Range(0.0, 1.0)]
    public double MaximumPrecisionLoss { get; set; } = 0.002;
}
