namespace FashionMnist.Training.Export;

/// <summary>The trained network as plain numbers, ready to be written: no batch normalisation, no pixel scale, no libtorch.</summary>
/// <param name="Trunk">Convolutions that follow each other.</param>
/// <param name="ResidualPair">Two convolutions whose output is added to their input, followed by 2x2 max-pooling; or none.</param>
/// <param name="LinearWeights">float32 [10, features]; features run over channels, rows and columns.</param>
/// <param name="LinearBias">float32 [10].</param>
/// <param name="AveragesMirrored">Whether probabilities are the mean over an image and its mirror image.</param>
internal sealed record FoldedNetwork(
    IReadOnlyList<FoldedConvolution> Trunk,
    IReadOnlyList<FoldedConvolution> ResidualPair,
    float[] LinearWeights,
    float[] LinearBias,
    bool AveragesMirrored);

/// <summary>A 3x3 convolution with padding 1, followed by ReLU and maybe by 2x2 max-pooling.</summary>
/// <param name="Inputs">Channels in.</param>
/// <param name="Outputs">Channels out.</param>
/// <param name="Weights">float32 [outputs, inputs, 3, 3].</param>
/// <param name="Bias">float32 [outputs].</param>
/// <param name="Pools">Whether 2x2 max-pooling follows.</param>
internal sealed record FoldedConvolution(int Inputs, int Outputs, float[] Weights, float[] Bias, bool Pools)
{
    /// <summary>Folds batch normalisation without a learned scale into the convolution before it, and a factor of its inputs too.</summary>
    /// <param name="weights">float32 [outputs, inputs, 3, 3].</param>
    /// <param name="bias">float32 [outputs], added after normalisation.</param>
    /// <param name="mean">Running mean, float32 [outputs].</param>
    /// <param name="variance">Running variance, float32 [outputs].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="inputScale">What the inputs are multiplied with in training.</param>
    /// <param name="pools">Whether 2x2 max-pooling follows; it may stand before the normalisation, whose factor is positive.</param>
    public static FoldedConvolution Fold(
        float[] weights, float[] bias, float[] mean, float[] variance, double epsilon, double inputScale, bool pools)
    {
        var (outputs, perOutput) = (bias.Length, weights.Length / bias.Length);
        var (foldedWeights, foldedBias) = (new float[weights.Length], new float[outputs]);
        for (var i = 0; i < outputs; i++)
        {
            var factor = 1 / Math.Sqrt(variance[i] + epsilon);
            foldedBias[i] = (float)(bias[i] - mean[i] * factor);
            for (var j = i * perOutput; j < (i + 1) * perOutput; j++)
                foldedWeights[j] = (float)(weights[j] * factor * inputScale);
        }

        return new FoldedConvolution(perOutput / KernelArea, outputs, foldedWeights, foldedBias, pools);
    }

    private const int KernelArea = 3 * 3;
}
