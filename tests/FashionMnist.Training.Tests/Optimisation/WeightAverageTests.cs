using FashionMnist.Models.Configuration;
using FashionMnist.Training.Network;
using FashionMnist.Training.Optimisation;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Optimisation;

public sealed class WeightAverageTests
{
    private static readonly TrainingProfile Profile = new() { Width = 2 };

    [Theory]
    [InlineData(0.0, 4f)]
    [InlineData(0.5, 0.5f * (0.5f * (0.5f * 1 + 0.5f * 2) + 0.5f * 3) + 0.5f * 4)]
    [InlineData(0.999, 2.5f)]
    public void Averages_the_values_after_each_step(double decay, float expected)
    {
        using var network = new FashionNetwork(Profile, ScalarType.Float32, seed: 1);
        using var average = new FashionNetwork(Profile, ScalarType.Float32, seed: 1);
        var updater = new WeightAverage(network, average, decay);

        for (var step = 0; step < 4; step++)
        {
            using (no_grad())
            {
                foreach (var tensor in network.State)
                    tensor.fill_(step + 1);
            }

            updater.Update(step);
        }

        Assert.All(average.State, tensor => Assert.All(tensor.data<float>().ToArray(), x => Assert.Equal(expected, x, 5)));
    }
}
