using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>What the data must look like. Contrast is RMS contrast: the standard deviation of an image's pixels divided by 255, 0 to 0.5.</summary>
public sealed class ContractOptions
{
    /// <summary>Images of a split that still fit into one array.</summary>
    public const int MaximumCount = 2_000_000;

    /// <summary>Images in the training split. Default: 60,000.</summary>
    [Range(1, MaximumCount)]
    public int TrainCount { get; set; } = 60_000;

    /// <summary>Images in the test split. Default: 10,000.</summary>
    [Range(1, MaximumCount)]
    public int TestCount { get; set; } = 10_000;

    /// <summary>Smallest mean contrast of a split. Default: 0.25.</summary>
    [Range(0.0, 0.5)]
    public double MinimumMeanContrast { get; set; } = 0.25;

    /// <summary>Largest mean contrast of a split. Default: 0.42.</summary>
    [Range(0.0, 0.5)]
    public double MaximumMeanContrast { get; set; } = 0.42;

    /// <summary>Smallest 1st percentile of contrast in a split. Default: 0.05.</summary>
    [Range(0.0, 0.5)]
    public double MinimumContrastPercentile1 { get; set; } = 0.05;

    /// <summary>Largest 99th percentile of contrast in a split. Default: 0.49.</summary>
    [Range(0.0, 0.5)]
    public double MaximumContrastPercentile99 { get; set; } = 0.49;

    /// <summary>An image whose contrast is below this counts as blank. Default: 0.01.</summary>
    [Range(0.0, 0.5)]
    public double BlankContrast { get; set; } = 0.01;

    /// <summary>An image with at least this share of pixels at 255 counts as saturated. Default: 0.5.</summary>
    [Range(0.0, 1.0)]
    public double SaturatedShare { get; set; } = 0.5;

    /// <summary>Largest share of blank images in a split. Default: 0.</summary>
    [Range(0.0, 1.0)]
    public double MaximumBlankShare { get; set; }

    /// <summary>Largest share of saturated images in a split. Default: 0.001.</summary>
    [Range(0.0, 1.0)]
    public double MaximumSaturatedShare { get; set; } = 0.001;

    /// <summary>Largest deviation of a class's share from 1/10. Default: 0.01.</summary>
    [Range(0.0, 1.0)]
    public double MaximumClassImbalance { get; set; } = 0.01;

    /// <summary>Largest share of images in a split that repeat another one of the same split. Default: 0.001.</summary>
    [Range(0.0, 1.0)]
    public double MaximumDuplicateShare { get; set; } = 0.001;

    /// <summary>Largest share of test images that also stand in the training split. Default: 0.001.</summary>
    [Range(0.0, 1.0)]
    public double MaximumLeakedShare { get; set; } = 0.001;
}
