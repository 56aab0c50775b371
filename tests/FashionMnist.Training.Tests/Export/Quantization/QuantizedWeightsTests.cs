using FashionMnist.Training.Export;
using FashionMnist.Training.Export.Quantization;

namespace FashionMnist.Training.Tests.Export.Quantization;

public sealed class QuantizedWeightsTests
{
    private static readonly FoldedConvolution Convolution = ReferenceNetwork.Random(residual: false).Trunk[1];

    [Fact]
    public void Every_weight_is_off_by_half_a_step_at_most()
    {
        var quantized = QuantizedWeights.Of(Convolution);

        Assert.Equal(Convolution.Outputs, quantized.Scales.Length);
        for (var i = 0; i < Convolution.Weights.Length; i++)
        {
            var scale = quantized.Scales[i / (Convolution.Inputs * 9)];
            Assert.InRange(quantized.Values[i] * scale - Convolution.Weights[i], -0.501f * scale, 0.501f * scale);
        }
    }

    [Fact]
    public void Every_channel_uses_the_whole_range()
    {
        var quantized = QuantizedWeights.Of(Convolution);

        foreach (var channel in quantized.Values.Chunk(Convolution.Inputs * 9))
            Assert.Equal(QuantizedWeights.Largest, channel.Max(x => Math.Abs((int)x)));
    }

    [Fact]
    public void A_channel_of_zeros_stays_zero()
    {
        var quantized = QuantizedWeights.Of(Convolution with { Weights = new float[Convolution.Weights.Length] });

        Assert.All(quantized.Values, x => Assert.Equal(0, x));
        Assert.All(quantized.Scales, x => Assert.True(x > 0));
    }

    [Fact]
    public void A_bias_is_counted_in_products_of_input_and_weight()
    {
        var (values, scales) = new QuantizedWeights([], [0.5f, 2f]).Bias([3f, -8f], inputScale: 0.25f);

        Assert.Equal([0.125f, 0.5f], scales);
        Assert.Equal([24, -16], values);
    }

    [Fact]
    public void A_bias_too_large_for_32_bits_stops_at_the_largest() =>
        Assert.Equal([int.MaxValue, int.MinValue], new QuantizedWeights([], [1e-9f, 1e-9f]).Bias([1e9f, -1e9f], inputScale: 1).Values);
}
