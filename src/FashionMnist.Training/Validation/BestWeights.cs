using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Validation;

/// <summary>A copy of the weights that did best on the validation images so far.</summary>
/// <param name="network">A network of its own, in evaluation mode, that takes the copies.</param>
internal sealed class BestWeights(FashionNetwork network) : IDisposable
{
    /// <summary>The network with the best weights; before the first offer it is untrained.</summary>
    public FashionNetwork Network => network;

    /// <summary>Number of the epoch they are from, from 1; 0 before the first offer.</summary>
    public int Epoch { get; set; }

    /// <summary>Their score.</summary>
    public ValidationScore Score { get; set; } = ValidationScore.None;

    /// <summary>Takes a copy if the score is better than any before.</summary>
    /// <returns>Whether it was.</returns>
    public bool Offer(FashionNetwork candidate, int epoch, ValidationScore score)
    {
        if (!score.Beats(Score))
            return false;
        using var noGradient = no_grad();
        foreach (var (best, current) in network.State.Zip(candidate.State))
            best.copy_(current);
        (Epoch, Score) = (epoch, score);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
