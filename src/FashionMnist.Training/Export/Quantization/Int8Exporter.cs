namespace FashionMnist.Training.Export.Quantization;

/// <summary>
/// Writes a network as static int8 in the QDQ form, with the signature of <see cref="OnnxExporter"/>: every tensor between two layers is
/// uint8, and each convolution reads and writes it through DequantizeLinear and QuantizeLinear, which ONNX Runtime fuses into an integer
/// kernel (<see href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html"/>). The first convolution, whose one
/// channel in leaves an integer kernel little to do and much to convert, and the last layer stay float32.
/// </summary>
/// <param name="network">The float32 network.</param>
/// <param name="ranges">The ranges of its activations.</param>
internal sealed class Int8Exporter(FoldedNetwork network, ActivationRanges ranges)
{
    private readonly NetworkGraph _graph = new();

    private OnnxGraph Graph => _graph.Graph;

    /// <summary>The bytes of model.onnx; the same network and ranges give the same bytes.</summary>
    public static byte[] Export(FoldedNetwork network, ActivationRanges ranges) => new Int8Exporter(network, ranges).Build();

    private byte[] Build()
    {
        Graph.AddByte(ZeroPoint, 0);
        var x = AddFirstConvolution("conv1", network.Trunk[0]);
        foreach (var (convolution, i) in network.Trunk.Skip(1).Select((convolution, i) => (convolution, i + 2)))
            x = AddConvolution($"conv{i}", x, convolution);
        if (network.ResidualPair.Count > 0)
            x = AddResidualPair(x, network.ResidualPair);
        x = x with { Tensor = _graph.AddFlattening(x.Tensor) };
        _graph.AddClasses(Dequantize(x), network);
        return _graph.ToModel();
    }

    private const string ZeroPoint = "zero";

    private Quantized AddFirstConvolution(string name, FoldedConvolution convolution)
    {
        var pixels = _graph.AddChannel(Graph.AddNode("pixels", "Cast", [_graph.AddImages(network)], ("to", (long)OnnxType.Float)));
        var weights = Graph.AddConstant($"{name}_weight", convolution.Weights, convolution.Outputs, convolution.Inputs, 3, 3);
        var x = _graph.AddConvolution(name, pixels, weights, Graph.AddConstant($"{name}_bias", convolution.Bias, convolution.Outputs));
        if (convolution.Pools)
            x = _graph.AddPooling($"{name}_pool", x);

        // ONNX Runtime would move the quantisation before the pooling, which is four times as many numbers and then has no fast kernel. It
        // does not move it before a product; one with two, and twice the scale, changes no bit of the result.
        x = Graph.AddNode($"{name}_doubled", "Mul", [x, Graph.AddConstant("two", [2f])]);
        var scale = ranges.ScaleOf(name);
        var quantized = Graph.AddNode($"{name}_quantized", "QuantizeLinear", [x, Graph.AddConstant($"{name}_doubled_scale", [2 * scale]), ZeroPoint]);
        return new Quantized(quantized, Graph.AddConstant($"{name}_scale", [scale]), scale);
    }

    private Quantized AddConvolution(string name, Quantized input, FoldedConvolution convolution)
    {
        var weights = QuantizedWeights.Of(convolution);
        var bias = weights.Bias(convolution.Bias, input.Scale);
        var x = _graph.AddConvolution(
            name,
            Dequantize(input),
            DequantizeChannels(Graph.AddConstant($"{name}_weight", weights.Values, convolution.Outputs, convolution.Inputs, 3, 3), weights.Scales),
            DequantizeChannels(Graph.AddConstant($"{name}_bias", bias.Values, convolution.Outputs), bias.Scales));
        var output = Quantize(name, x);
        return convolution.Pools ? output with { Tensor = _graph.AddPooling($"{name}_pool", output.Tensor) } : output;
    }

    private Quantized AddResidualPair(Quantized input, IReadOnlyList<FoldedConvolution> pair)
    {
        var x = AddConvolution("residual1", input, pair[0]);
        x = AddConvolution("residual2", x, pair[1]);
        x = Quantize("residual", _graph.AddSum("residual", Dequantize(input, "_shortcut"), Dequantize(x)));
        return x with { Tensor = _graph.AddPooling("residual_pool", x.Tensor) };
    }

    private Quantized Quantize(string layer, string tensor)
    {
        var scale = ranges.ScaleOf(layer);
        var name = Graph.AddConstant($"{layer}_scale", [scale]);
        return new Quantized(Graph.AddNode($"{layer}_quantized", "QuantizeLinear", [tensor, name, ZeroPoint]), name, scale);
    }

    // Every reader has a node of its own, as the fusion wants it.
    private string Dequantize(Quantized input, string suffix = "") =>
        Graph.AddNode($"{input.Tensor}_float{suffix}", "DequantizeLinear", [input.Tensor, input.ScaleName, ZeroPoint]);

    private string DequantizeChannels(string tensor, float[] scales) =>
        Graph.AddNode($"{tensor}_float", "DequantizeLinear", [tensor, Graph.AddConstant($"{tensor}_scale", scales, scales.Length)], ("axis", 0L));

    /// <summary>A uint8 tensor with zero point 0.</summary>
    private sealed record Quantized(string Tensor, string ScaleName, float Scale);
}
