namespace FashionMnist.Training.Export.Quantization;

/// <summary>
/// Weights of a convolution as int8, symmetric and per output channel (Jacob et al. 2018, arXiv 1712.05877; per channel: Krishnamoorthi
/// 2018, arXiv 1806.08342): weight = scale of its channel * integer.
/// </summary>
/// <param name="Values">int8 [outputs, inputs, 3, 3], -<see cref="Largest"/> to <see cref="Largest"/>.</param>
/// <param name="Scales">float32 [outputs], above 0.</param>
internal sealed record QuantizedWeights(sbyte[] Values, float[] Scales)
{
    /// <summary>Largest integer; -128 is left out, so that the range is symmetric.</summary>
    public const int Largest = sbyte.MaxValue;

    /// <summary>Quantises the weights of a convolution.</summary>
    public static QuantizedWeights Of(FoldedConvolution convolution)
    {
        var perOutput = convolution.Weights.Length / convolution.Outputs;
        var (values, scales) = (new sbyte[convolution.Weights.Length], new float[convolution.Outputs]);
        for (var output = 0; output < scales.Length; output++)
        {
            var weights = convolution.Weights.AsSpan(output * perOutput, perOutput);
            var largest = 0f;
            foreach (var weight in weights)
                largest = Math.Max(largest, Math.Abs(weight));

            // A channel of zeros gets zeros, whatever its scale.
            scales[output] = largest > 0 ? largest / Largest : 1;
            for (var i = 0; i < perOutput; i++)
                values[output * perOutput + i] = (sbyte)Math.Clamp(MathF.Round(weights[i] / scales[output]), -Largest, Largest);
        }

        return new QuantizedWeights(values, scales);
    }

    /// <summary>A bias as int32, at the scale of the sums it is added to: scale of the input * scale of the channel.</summary>
    /// <param name="bias">float32 [outputs].</param>
    /// <param name="inputScale">Scale of the convolution's input.</param>
    /// <returns>The integers and their scales, both [outputs].</returns>
    public (int[] Values, float[] Scales) Bias(float[] bias, float inputScale)
    {
        float[] scales = [.. Scales.Select(x => x * inputScale)];
        return ([.. bias.Zip(scales, (value, scale) => (int)Math.Clamp(Math.Round((double)value / scale), int.MinValue, int.MaxValue))], scales);
    }
}
