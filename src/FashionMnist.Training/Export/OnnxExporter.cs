using FashionMnist.Data;
using FashionMnist.Models.Packages;

namespace FashionMnist.Training.Export;

/// <summary>Writes a network as ONNX: images as bytes in, class probabilities out. The same weights give the same bytes.</summary>
internal static class OnnxExporter
{
    private const string Batch = "N";
    private const string Images = "images";
    private const string Probabilities = "probabilities";

    /// <summary>Name of the program in the file.</summary>
    private const string Producer = "fashion_mnist_training";

    private static readonly long[] Kernel = [3, 3];
    private static readonly long[] Padding = [1, 1, 1, 1];
    private static readonly long[] Window = [2, 2];

    /// <summary>The one input: uint8 [N, 28, 28].</summary>
    public static TensorSignature Input { get; } = new(Images, "uint8", [-1, ImageShape.Height, ImageShape.Width]);

    /// <summary>The one output: float32 [N, 10], rows sum to 1.</summary>
    public static TensorSignature Output { get; } = new(Probabilities, "float32", [-1, LabelMap.Count]);

    /// <summary>The bytes of model.onnx.</summary>
    public static byte[] Export(FoldedNetwork network)
    {
        var graph = new OnnxGraph("fashion_mnist");
        graph.AddInput(Images, OnnxType.UInt8, Batch, ImageShape.Height, ImageShape.Width);
        graph.AddOutput(Probabilities, OnnxType.Float, Batch, LabelMap.Count);

        var x = graph.AddNode("pixels", "Cast", [Images], ("to", (long)OnnxType.Float));
        x = graph.AddNode("channel", "Unsqueeze", [x, graph.AddIntegers("channel_axis", [1])]);
        foreach (var (convolution, i) in network.Trunk.Select((convolution, i) => (convolution, i + 1)))
            x = AddConvolution(graph, $"conv{i}", x, convolution);
        if (network.ResidualPair.Count > 0)
            x = AddResidualPair(graph, x, network.ResidualPair);
        x = graph.AddNode("features", "Flatten", [x], ("axis", 1L));
        x = AddLinear(graph, x, network);
        graph.AddNode(Probabilities, "Softmax", [x], ("axis", 1L));

        return graph.ToModel(Producer, typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3));
    }

    private static string AddConvolution(OnnxGraph graph, string name, string input, FoldedConvolution convolution)
    {
        var weights = graph.AddConstant($"{name}_weight", convolution.Weights, convolution.Outputs, convolution.Inputs, 3, 3);
        var bias = graph.AddConstant($"{name}_bias", convolution.Bias, convolution.Outputs);
        var x = graph.AddNode(name, "Conv", [input, weights, bias], ("kernel_shape", Kernel), ("pads", Padding));
        x = graph.AddNode($"{name}_relu", "Relu", [x]);
        return convolution.Pools ? AddPooling(graph, $"{name}_pool", x) : x;
    }

    private static string AddResidualPair(OnnxGraph graph, string input, IReadOnlyList<FoldedConvolution> pair)
    {
        var x = AddConvolution(graph, "residual1", input, pair[0]);
        x = AddConvolution(graph, "residual2", x, pair[1]);
        return AddPooling(graph, "residual_pool", graph.AddNode("residual", "Add", [input, x]));
    }

    private static string AddPooling(OnnxGraph graph, string name, string input) =>
        graph.AddNode(name, "MaxPool", [input], ("kernel_shape", Window), ("strides", Window));

    private static string AddLinear(OnnxGraph graph, string input, FoldedNetwork network)
    {
        var weights = graph.AddConstant("linear_weight", network.LinearWeights, LabelMap.Count, network.LinearWeights.Length / LabelMap.Count);
        var bias = graph.AddConstant("linear_bias", network.LinearBias, LabelMap.Count);
        return graph.AddNode("logits", "Gemm", [input, weights, bias], ("transB", 1L));
    }
}
