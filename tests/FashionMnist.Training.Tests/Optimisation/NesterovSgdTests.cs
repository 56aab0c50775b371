using FashionMnist.Models.Configuration;
using FashionMnist.Training.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Optimisation;

public sealed class NesterovSgdTests
{
    [Fact]
    public void Takes_the_steps_that_PyTorch_takes()
    {
        using var scope = NewDisposeScope();
        var profile = new TrainingProfile { Momentum = 0.8, WeightDecay = 0.01 };
        var start = arange(6, ScalarType.Float32).reshape(2, 3);
        var (ours, theirs) = (new Parameter(start.clone()), new Parameter(start.clone()));
        using var optimiser = new NesterovSgd([ours], profile);
        using var reference = optim.SGD([theirs], 0.1, profile.Momentum, weight_decay: profile.WeightDecay, nesterov: true);

        for (var step = 0; step < 5; step++)
        {
            Loss(ours).backward();
            optimiser.Step(0.1);
            reference.zero_grad();
            Loss(theirs).backward();
            reference.step();
        }

        Assert.True(ours.allclose(theirs, 1e-6, 1e-6));
        Assert.False(ours.allclose(start));
    }

    [Fact]
    public void Weight_decay_spares_biases()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (new Parameter(ones(2, 2)), new Parameter(ones(2)));
        using var optimiser = new NesterovSgd([weight, bias], new TrainingProfile { WeightDecay = 0.5 });

        (weight.sum() * 0 + bias.sum() * 0).backward();
        optimiser.Step(0.1);

        Assert.All(weight.data<float>().ToArray(), x => Assert.InRange(x, 0.5f, 0.99f));
        Assert.All(bias.data<float>().ToArray(), x => Assert.Equal(1f, x));
    }

    private static Tensor Loss(Tensor parameter) => (parameter * parameter * 0.3).sum() + parameter.sin().sum();
}
