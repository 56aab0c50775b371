using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using static TorchSharp.torch;

namespace FashionMnist.Training.Optimisation;

/// <summary>
/// Stochastic gradient descent with Nesterov momentum as PyTorch defines it (torch.optim.SGD, nesterov=True), with weight decay on
/// tensors of more than one dimension: weights, but neither biases nor normalisation. Its state is plain tensors, which go into checkpoints.
/// </summary>
internal sealed class NesterovSgd : IDisposable
{
    private readonly (Tensor Value, Tensor Velocity, double Decay)[] _parameters;
    private readonly double _momentum;

    /// <param name="parameters">What to optimise.</param>
    /// <param name="profile">Momentum and weight decay.</param>
    public NesterovSgd(IEnumerable<Tensor> parameters, TrainingProfile profile)
    {
        _momentum = profile.Momentum;
        _parameters = [.. parameters.Select(x => (x, zeros_like(x).DetachFromDisposeScope(), x.dim() > 1 ? profile.WeightDecay : 0))];
    }

    /// <summary>The velocities in the order of the parameters.</summary>
    public IEnumerable<Tensor> State => _parameters.Select(x => x.Velocity);

    /// <summary>Takes one step along the gradients and clears them.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (value, velocity, decay) in _parameters)
        {
            var gradient = value.grad!.Plus(value, decay);
            velocity.TimesInPlace(_momentum).PlusInPlace(gradient);
            value.PlusInPlace(gradient.PlusInPlace(velocity, _momentum), -learningRate);
            value.grad!.zero_();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, velocity, _) in _parameters)
            velocity.Dispose();
    }
}
