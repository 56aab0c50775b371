using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using FashionMnist.Training.Optimisation;
using static TorchSharp.torch;

namespace FashionMnist.Training.Learning;

/// <summary>Everything that changes during training; with the seed and the recipe it determines all that follows.</summary>
internal sealed class TrainingState : IDisposable
{
    /// <summary>The state before the first step.</summary>
    /// <param name="profile">The recipe.</param>
    /// <param name="computeType">Number format of convolutions in training.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public TrainingState(TrainingProfile profile, ScalarType computeType, int seed)
    {
        Network = new FashionNetwork(profile, computeType, seed);
        AveragedNetwork = new FashionNetwork(profile, computeType, seed);
        AveragedNetwork.eval();
        Average = new WeightAverage(Network, AveragedNetwork, profile.EmaDecay);
        Optimiser = new NesterovSgd(Network.parameters(), profile);
    }

    /// <summary>The network that is trained.</summary>
    public FashionNetwork Network { get; }

    /// <summary>The network with averaged weights, in evaluation mode: the result.</summary>
    public FashionNetwork AveragedNetwork { get; }

    /// <summary>Keeps <see cref="AveragedNetwork"/> up to date.</summary>
    public WeightAverage Average { get; }

    /// <summary>The optimiser with its velocities.</summary>
    public NesterovSgd Optimiser { get; }

    /// <summary>Epochs that are done.</summary>
    public int Epoch { get; set; }

    /// <summary>Wall time these epochs took, over all runs that contributed.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Every tensor of the state, float32, always in the same order.</summary>
    public IEnumerable<Tensor> Tensors => Network.State.Concat(AveragedNetwork.State).Concat(Optimiser.State);

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimiser.Dispose();
        AveragedNetwork.Dispose();
        Network.Dispose();
    }
}
