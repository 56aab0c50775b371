using FashionMnist.Data;

namespace FashionMnist.Training.Export;

/// <summary>What the float32 and the int8 graph of a network have in common: signature, names, and layers with their fixed attributes.</summary>
internal sealed class NetworkGraph
{
    /// <summary>Name of the input.</summary>
    public const string Images = "images";

    /// <summary>Name of the output.</summary>
    public const string Probabilities = "probabilities";

    private const string Batch = "N";
    private const long WidthAxis = 2;

    /// <summary>Name of the program in the file.</summary>
    private const string Producer = "fashion_mnist_training";

    private static readonly long[] Kernel = [3, 3];
    private static readonly long[] Padding = [1, 1, 1, 1];
    private static readonly long[] Window = [2, 2];
    private static readonly long[] FirstAxis = [0];

    /// <summary>A graph with input and output, and nothing between them.</summary>
    public NetworkGraph()
    {
        Graph.AddInput(Images, OnnxType.UInt8, Batch, ImageShape.Height, ImageShape.Width);
        Graph.AddOutput(Probabilities, OnnxType.Float, Batch, LabelMap.Count);
    }

    /// <summary>The nodes and constants so far.</summary>
    public OnnxGraph Graph { get; } = new("fashion_mnist");

    /// <summary>The images, uint8 [N, 28, 28]; with their mirror images after them, [2N, 28, 28], if the network averages over both.</summary>
    public string AddImages(FoldedNetwork network)
    {
        if (!network.AveragesMirrored)
            return Images;
        // From the last column down to the one before the first.
        string[] slice =
        [
            Images,
            Graph.AddIntegers("mirror_start", [-1]),
            Graph.AddIntegers("mirror_end", [-ImageShape.Width - 1]),
            Graph.AddIntegers("mirror_axis", [WidthAxis]),
            Graph.AddIntegers("mirror_step", [-1]),
        ];
        return Graph.AddNode("both", "Concat", [Images, Graph.AddNode("mirrored", "Slice", slice)], ("axis", 0L));
    }

    /// <summary>Adds the axis of channels: [N, 28, 28] to [N, 1, 28, 28].</summary>
    public string AddChannel(string images) => Graph.AddNode("channel", "Unsqueeze", [images, Graph.AddIntegers("channel_axis", [1])]);

    /// <summary>Adds a 3x3 convolution with padding 1, and ReLU. The constants are named tensors.</summary>
    public string AddConvolution(string name, string input, string weights, string bias)
    {
        var x = Graph.AddNode(name, "Conv", [input, weights, bias], ("kernel_shape", Kernel), ("pads", Padding));
        return Graph.AddNode($"{name}_relu", "Relu", [x]);
    }

    /// <summary>Adds a sum.</summary>
    public string AddSum(string name, string left, string right) => Graph.AddNode(name, "Add", [left, right]);

    /// <summary>Adds 2x2 max-pooling.</summary>
    public string AddPooling(string name, string input) => Graph.AddNode(name, "MaxPool", [input], ("kernel_shape", Window), ("strides", Window));

    /// <summary>Flattens all but the first dimension.</summary>
    public string AddFlattening(string input) => Graph.AddNode("features", "Flatten", [input], ("axis", 1L));

    /// <summary>Adds the linear layer and softmax, in float32, which end the graph.</summary>
    /// <param name="features">float32 [N, features].</param>
    /// <param name="network">Has the weights.</param>
    public void AddClasses(string features, FoldedNetwork network)
    {
        var weights = Graph.AddConstant("linear_weight", network.LinearWeights, LabelMap.Count, network.LinearWeights.Length / LabelMap.Count);
        var bias = Graph.AddConstant("linear_bias", network.LinearBias, LabelMap.Count);
        var logits = Graph.AddNode("logits", "Gemm", [features, weights, bias], ("transB", 1L));
        if (!network.AveragesMirrored)
        {
            Graph.AddNode(Probabilities, "Softmax", [logits], ("axis", 1L));
            return;
        }

        var both = Graph.AddNode("both_probabilities", "Softmax", [logits], ("axis", 1L));
        var pairs = Graph.AddNode("pairs", "Reshape", [both, Graph.AddIntegers("pairs_shape", [2, -1, LabelMap.Count])]);
        Graph.AddNode(Probabilities, "ReduceMean", [pairs], ("axes", FirstAxis), ("keepdims", 0L));
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToModel() => Graph.ToModel(Producer, typeof(NetworkGraph).Assembly.GetName().Version!.ToString(3));
}
