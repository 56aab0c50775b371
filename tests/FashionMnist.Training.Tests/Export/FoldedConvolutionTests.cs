using FashionMnist.Training.Export;

namespace FashionMnist.Training.Tests.Export;

public sealed class FoldedConvolutionTests
{
    [Fact]
    public void Folding_changes_nothing_about_the_result()
    {
        var random = new Random(4);
        float[] Numbers(int count, float low) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + low)];
        var (weights, bias, mean, variance) = (Numbers(2 * 3 * 9, -0.5f), Numbers(2, -0.5f), Numbers(2, -0.5f), Numbers(2, 0.1f));
        var window = Numbers(3 * 9, 0);

        var folded = FoldedConvolution.Fold(weights, bias, mean, variance, epsilon: 1e-3, inputScale: 0.25, pools: true);

        Assert.Equal((3, 2, true), (folded.Inputs, folded.Outputs, folded.Pools));
        for (var output = 0; output < 2; output++)
        {
            var sum = window.Select((x, i) => 0.25 * x * weights[output * 27 + i]).Sum();
            var expected = (sum - mean[output]) / Math.Sqrt(variance[output] + 1e-3) + bias[output];
            var actual = window.Select((x, i) => (double)x * folded.Weights[output * 27 + i]).Sum() + folded.Bias[output];
            Assert.Equal(expected, actual, 5);
        }
    }
}
