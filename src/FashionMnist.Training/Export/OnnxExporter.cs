using FashionMnist.Data;
using FashionMnist.Models.Packages;

namespace FashionMnist.Training.Export;

/// <summary>Writes a network as float32 ONNX: images as bytes in, class probabilities out. The same weights give the same bytes.</summary>
internal static class OnnxExporter
{
    private const string Observed = "_observed";

    /// <summary>The one input: uint8 [N, 28, 28].</summary>
    public static TensorSignature Input { get; } = new(NetworkGraph.Images, "uint8", [-1, ImageShape.Height, ImageShape.Width]);

    /// <summary>The one output: float32 [N, 10], rows sum to 1.</summary>
    public static TensorSignature Output { get; } = new(NetworkGraph.Probabilities, "float32", [-1, LabelMap.Count]);

    /// <summary>The bytes of model.onnx.</summary>
    public static byte[] Export(FoldedNetwork network) => Build(network, observe: false);

    /// <summary>
    /// The same network with the result of every layer as a further output, float32 [N, channels, height, width], after pooling
    /// where a layer pools. Layers are <c>conv1</c> to <c>conv3</c>, <c>residual1</c>, <c>residual2</c> and their sum <c>residual</c>.
    /// </summary>
    public static byte[] ExportObserved(FoldedNetwork network) => Build(network, observe: true);

    /// <summary>The layer that an output of <see cref="ExportObserved"/> shows.</summary>
    public static string LayerOf(string observation) => observation[..^Observed.Length];

    private static byte[] Build(FoldedNetwork network, bool observe)
    {
        var graph = new NetworkGraph();
        var x = graph.AddChannel(graph.Graph.AddNode("pixels", "Cast", [graph.AddImages(network)], ("to", (long)OnnxType.Float)));
        foreach (var (convolution, i) in network.Trunk.Select((convolution, i) => (convolution, i + 1)))
            x = AddConvolution(graph, $"conv{i}", x, convolution, observe);
        if (network.ResidualPair.Count > 0)
            x = AddResidualPair(graph, x, network.ResidualPair, observe);
        graph.AddClasses(graph.AddFlattening(x), network);
        return graph.ToModel();
    }

    private static string AddConvolution(NetworkGraph graph, string name, string input, FoldedConvolution convolution, bool observe)
    {
        var weights = graph.Graph.AddConstant($"{name}_weight", convolution.Weights, convolution.Outputs, convolution.Inputs, 3, 3);
        var bias = graph.Graph.AddConstant($"{name}_bias", convolution.Bias, convolution.Outputs);
        var x = graph.AddConvolution(name, input, weights, bias);
        return Observe(graph, name, convolution.Pools ? graph.AddPooling($"{name}_pool", x) : x, convolution.Outputs, observe);
    }

    private static string AddResidualPair(NetworkGraph graph, string input, IReadOnlyList<FoldedConvolution> pair, bool observe)
    {
        var x = AddConvolution(graph, "residual1", input, pair[0], observe);
        x = AddConvolution(graph, "residual2", x, pair[1], observe);
        x = graph.AddPooling("residual_pool", graph.AddSum("residual", input, x));
        return Observe(graph, "residual", x, pair[1].Outputs, observe);
    }

    private static string Observe(NetworkGraph graph, string layer, string tensor, int channels, bool observe)
    {
        if (observe)
        {
            var output = graph.Graph.AddNode(layer + Observed, "Identity", [tensor]);
            graph.Graph.AddOutput(output, OnnxType.Float, "N", channels, $"{layer}_height", $"{layer}_width");
        }

        return tensor;
    }
}
