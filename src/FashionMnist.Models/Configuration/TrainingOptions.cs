using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>How the network is trained.</summary>
public sealed class TrainingOptions
{
    /// <summary>Name of the entry of <see cref="Profiles"/> to train with. Default: <c>quick</c>.</summary>
    [Required]
    public string Profile { get; set; } = "quick";

    /// <summary>Seed of all randomness. Default: 1.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; set; } = 1;

    /// <summary>Number of threads; 0 takes every core. Another number gives other weights. Default: 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>
    /// Numbers the exported network computes with: <c>fp32</c>, or <c>int8</c> for weights and activations of 8 bits (static quantisation).
    /// The network is trained the same way for both. Default: fp32.
    /// </summary>
    [Required]
    [RegularExpression(ModelPrecision.Pattern)]
    public string Precision { get; set; } = ModelPrecision.Full;

    /// <summary>Training images, chosen at random by the seed, that set the ranges of int8 activations. Default: 1,024.</summary>
    [Range(1, 100_000)]
    public int CalibrationImages { get; set; } = 1024;

    /// <summary>The training profiles by name.</summary>
    [Required]
    public Dictionary<string, TrainingProfile> Profiles { get; set; } = new()
    {
        ["quick"] = new TrainingProfile(),
        ["full"] = new TrainingProfile
        {
            Width = 48,
            Residual = true,
            Epochs = 40,
            ValidationImages = 5000,
            Patience = 12,
            LearningRate = 0.15,
            CutoutSize = 8,
            CutoutProbability = 0.5,
            AverageMirrored = true,
        },
    };
}

/// <summary>One recipe. The defaults are those of the quick profile; docs/training.md tells where they come from.</summary>
public sealed class TrainingProfile
{
    /// <summary>Channels of the first convolution; the second has twice, the third four times as many. Default: 32.</summary>
    [Range(2, 1024)]
    public int Width { get; set; } = 32;

    /// <summary>Whether a residual pair of convolutions follows the third one, before the last pooling. Default: false.</summary>
    public bool Residual { get; set; }

    /// <summary>Passes over the training set; early stopping may end before. Default: 5.</summary>
    [Range(1, 1000)]
    public int Epochs { get; set; } = 5;

    /// <summary>
    /// Images of the training set that are held out, chosen at random by the seed: after each epoch the averaged weights are measured on
    /// them, and those of the best epoch are exported. 0 trains on every image and exports the last epoch. Default: 0.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ValidationImages { get; set; }

    /// <summary>Epochs without a better one on the validation images after which training stops; 0 never stops early. Default: 0.</summary>
    [Range(0, 1000)]
    public int Patience { get; set; }

    /// <summary>Images in one step. Default: 128.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 128;

    /// <summary>Peak learning rate of SGD with Nesterov momentum. Default: 0.2.</summary>
    [Range(1e-6, 10.0)]
    public double LearningRate { get; set; } = 0.2;

    /// <summary>Momentum, 0 to below 1. Default: 0.9.</summary>
    [Range(0.0, 0.999)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>L2 penalty on weights, not on biases and normalisation. Default: 0.0005.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; set; } = 5e-4;

    /// <summary>Share of all steps in which the learning rate rises linearly; it falls linearly to 0 afterwards. Default: 0.15.</summary>
    [Range(0.0, 0.9)]
    public double WarmupFraction { get; set; } = 0.15;

    /// <summary>Label smoothing (Szegedy et al. 2016, arXiv 1512.00567). Default: 0.1.</summary>
    [Range(0.0, 0.9)]
    public double LabelSmoothing { get; set; } = 0.1;

    /// <summary>Largest random shift in pixels. Default: 1.</summary>
    [Range(0, 8)]
    public int Shift { get; set; } = 1;

    /// <summary>Whether images are mirrored at random. Default: true.</summary>
    public bool Flip { get; set; } = true;

    /// <summary>Largest edge of the square that cutout blanks, in pixels; 0 switches it off (DeVries and Taylor 2017, arXiv 1708.04552). Default: 0.</summary>
    [Range(0, 27)]
    public int CutoutSize { get; set; }

    /// <summary>Probability of cutout for an image. Default: 0.3.</summary>
    [Range(0.0, 1.0)]
    public double CutoutProbability { get; set; } = 0.3;

    /// <summary>Decay of the exponential moving average of the weights that are exported; 0 switches it off. Default: 0.995.</summary>
    [Range(0.0, 0.99999)]
    public double EmaDecay { get; set; } = 0.995;

    /// <summary>
    /// Whether the exported network averages the probabilities of an image and of its mirror image, in twice the time. It does not change
    /// how the network is trained, nor which epoch is the best one. Default: false.
    /// </summary>
    public bool AverageMirrored { get; set; }

    /// <summary>
    /// Whether convolutions compute in bfloat16 during training where the processor has instructions for it and the width is a
    /// multiple of 16; otherwise, and always in the model, they compute in float32. Default: true.
    /// </summary>
    public bool Bfloat16 { get; set; } = true;
}
