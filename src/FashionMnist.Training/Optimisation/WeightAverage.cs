using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Optimisation;

/// <summary>
/// Exponential moving average of a network's weights and running statistics (Polyak and Juditsky 1992; as the final model:
/// Izmailov et al. 2018, arXiv 1803.05407). While fewer steps were taken than the average reaches back it is the plain mean of all.
/// </summary>
/// <param name="network">The network that is trained.</param>
/// <param name="average">The network that holds the average.</param>
/// <param name="decay">Share of the old average in the new one, 0 to below 1; 0 makes it a copy.</param>
internal sealed class WeightAverage(FashionNetwork network, FashionNetwork average, double decay)
{
    private readonly (Tensor Current, Tensor Average)[] _pairs = [.. network.State.Zip(average.State)];

    /// <summary>Takes the weights after a step into account.</summary>
    /// <param name="step">Number of the step in the whole training, from 0.</param>
    public void Update(int step)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var share = Math.Max(1 - decay, 1.0 / (step + 1));
        foreach (var (current, averaged) in _pairs)
            averaged.lerp_(current, share);
    }
}
