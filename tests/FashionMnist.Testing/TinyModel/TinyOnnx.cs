using System.Runtime.InteropServices;
using FashionMnist.Data;

namespace FashionMnist.Testing.TinyModel;

/// <summary>
/// A one-layer network as ONNX bytes: cast, flatten, linear, softmax. Its weights are drawn from the seed; it has learned nothing.
/// </summary>
public static class TinyOnnx
{
    /// <summary>TensorProto.DataType FLOAT.</summary>
    public const int FloatElements = 1;

    /// <summary>TensorProto.DataType UINT8.</summary>
    public const int ByteElements = 2;

    /// <summary>Name of the input.</summary>
    public const string Input = "images";

    /// <summary>Name of the output.</summary>
    public const string Output = "probabilities";

    /// <summary>Version of the default operator set.</summary>
    public const int Opset = 17;

    // Makes logits of some units from pixels up to 255, so that all classes are met and no probability is exactly 1.
    private const float WeightScale = 0.001f;

    /// <summary>The bytes of model.onnx.</summary>
    /// <param name="seed">Other seeds, other weights.</param>
    /// <param name="outputs">Number of classes; 10 is right.</param>
    /// <param name="inputType">Element type of the input; <see cref="ByteElements"/> is right.</param>
    public static byte[] Create(int seed = 1, int outputs = LabelMap.Count, int inputType = ByteElements)
    {
        var random = new Random(seed);
        var weights = new float[ImageShape.Pixels * outputs];
        foreach (ref var weight in weights.AsSpan())
            weight = (random.NextSingle() * 2 - 1) * WeightScale;

        var graph = new ProtobufMessage()
            .Message(1, Node("Cast", [Input], "numbers").Message(5, IntAttribute("to", FloatElements)))
            .Message(1, Node("Flatten", ["numbers"], "rows").Message(5, IntAttribute("axis", 1)))
            .Message(1, Node("MatMul", ["rows", "weights"], "logits"))
            .Message(1, Node("Softmax", ["logits"], Output).Message(5, IntAttribute("axis", 1)))
            .Text(2, "tiny")
            .Message(5, new ProtobufMessage()
                .Number(1, ImageShape.Pixels)
                .Number(1, outputs)
                .Number(2, FloatElements)
                .Text(8, "weights")
                .Bytes(9, MemoryMarshal.AsBytes(weights.AsSpan()).ToArray()))
            .Message(11, ValueInfo(Input, inputType, ImageShape.Height, ImageShape.Width))
            .Message(12, ValueInfo(Output, FloatElements, outputs));

        return new ProtobufMessage()
            .Number(1, 8)
            .Message(7, graph)
            .Message(8, new ProtobufMessage().Text(1, "").Number(2, Opset))
            .ToArray();
    }

    internal static ProtobufMessage Node(string type, string[] inputs, string output) =>
        new ProtobufMessage().Text(1, inputs).Text(2, output).Text(4, type);

    internal static ProtobufMessage IntAttribute(string name, long value) =>
        new ProtobufMessage().Text(1, name).Number(3, value).Number(20, 2);

    internal static ProtobufMessage ValueInfo(string name, int type, params int[] shape)
    {
        var dimensions = new ProtobufMessage().Message(1, new ProtobufMessage().Text(2, "N"));
        foreach (var size in shape)
            dimensions.Message(1, new ProtobufMessage().Number(1, size));
        var tensor = new ProtobufMessage().Number(1, type).Message(2, dimensions);
        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
