using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using FashionMnist.Training.Optimisation;
using FashionMnist.Training.Validation;
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
        AveragedNetwork = Evaluated(profile, computeType, seed);
        Average = new WeightAverage(Network, AveragedNetwork, profile.EmaDecay);
        Optimiser = new NesterovSgd(Network.parameters(), profile);
        Best = profile.ValidationImages > 0 ? new BestWeights(Evaluated(profile, computeType, seed)) : null;
    }

    /// <summary>The network that is trained.</summary>
    public FashionNetwork Network { get; }

    /// <summary>The network with averaged weights, in evaluation mode.</summary>
    public FashionNetwork AveragedNetwork { get; }

    /// <summary>Keeps <see cref="AveragedNetwork"/> up to date.</summary>
    public WeightAverage Average { get; }

    /// <summary>The optimiser with its velocities.</summary>
    public NesterovSgd Optimiser { get; }

    /// <summary>The averaged weights of the best epoch; <see langword="null"/> if no images are held out to tell.</summary>
    public BestWeights? Best { get; }

    /// <summary>Epochs that are done.</summary>
    public int Epoch { get; set; }

    /// <summary>Wall time these epochs took, over all runs that contributed.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The network to export: the best one where that is known, else the last one.</summary>
    public FashionNetwork Result => Best?.Network ?? AveragedNetwork;

    /// <summary>The epoch <see cref="Result"/> is from.</summary>
    public int ResultEpoch => Best?.Epoch ?? Epoch;

    /// <summary>Every tensor of the state, float32, always in the same order.</summary>
    public IEnumerable<Tensor> Tensors => Network.State.Concat(AveragedNetwork.State).Concat(Optimiser.State).Concat(Best?.Network.State ?? []);

    /// <summary>Whether no epoch is left to train: all are done, or none was better on the validation images for a while.</summary>
    public bool IsFinished(TrainingProfile profile) => Epoch >= profile.Epochs || IsStuck(profile);

    /// <summary>Whether the profile's patience is over.</summary>
    public bool IsStuck(TrainingProfile profile) => Best is not null && profile.Patience > 0 && Epoch - Best.Epoch >= profile.Patience;

    /// <inheritdoc/>
    public void Dispose()
    {
        Best?.Dispose();
        Optimiser.Dispose();
        AveragedNetwork.Dispose();
        Network.Dispose();
    }

    private static FashionNetwork Evaluated(TrainingProfile profile, ScalarType computeType, int seed)
    {
        var network = new FashionNetwork(profile, computeType, seed);
        network.eval();
        return network;
    }
}
