using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Export;

/// <summary>Takes the numbers of a trained network out of libtorch.</summary>
internal static class NetworkFolder
{
    /// <summary>The network as evaluation computes it.</summary>
    public static FoldedNetwork Fold(FashionNetwork network) => new(
        [.. network.Trunk.Select((block, i) => Fold(block, i == 0 ? FashionNetwork.PixelScale : 1))],
        [.. network.ResidualPair.Select(block => Fold(block, 1))],
        Numbers(network.Weight),
        Numbers(network.Bias),
        network.AveragesMirrored);

    private static FoldedConvolution Fold(ConvolutionBlock block, double inputScale) => FoldedConvolution.Fold(
        Numbers(block.Weight), Numbers(block.Bias), Numbers(block.Mean), Numbers(block.Variance), ConvolutionBlock.Epsilon, inputScale, block.Pools);

    private static float[] Numbers(Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.data<float>().ToArray();
    }
}
