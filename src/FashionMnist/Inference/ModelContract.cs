using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FashionMnist.Inference;

/// <summary>What a model must take and give to be used here. A violation is an <see cref="ExitCodes.Integrity"/> failure.</summary>
internal static class ModelContract
{
    private const int Batch = -1;
    private static readonly (string Type, int[] Shape) Input = ("uint8", [Batch, ImageShape.Height, ImageShape.Width]);
    private static readonly (string Type, int[] Shape) Output = ("float32", [Batch, LabelMap.Count]);

    /// <summary>Checks what the manifest promises.</summary>
    public static void Check(ModelManifest manifest)
    {
        var onnx = manifest.Onnx;
        Check(onnx.Sha256, "the manifest's input", (onnx.Input.ElementType, [.. onnx.Input.Shape]), Input);
        Check(onnx.Sha256, "the manifest's output", (onnx.Output.ElementType, [.. onnx.Output.Shape]), Output);
        if (onnx.Opset < 1)
            throw Mismatch(onnx.Sha256, "the manifest's operator set", "1 or higher", $"{onnx.Opset}");
        if (!manifest.Labels.SequenceEqual(LabelMap.Names))
        {
            throw Mismatch(
                onnx.Sha256, "the manifest's labels", $"[{string.Join(", ", LabelMap.Names)}]", $"[{string.Join(", ", manifest.Labels)}]");
        }
    }

    /// <summary>Checks that the graph keeps the manifest's promise.</summary>
    public static void Check(InferenceSession session, ModelManifest manifest)
    {
        var onnx = manifest.Onnx;
        Check(onnx.Sha256, "input", session.InputMetadata, onnx.Input.Name, Input);
        Check(onnx.Sha256, "output", session.OutputMetadata, onnx.Output.Name, Output);
    }

    private static void Check(
        string id, string role, IReadOnlyDictionary<string, NodeMetadata> nodes, string name, (string Type, int[] Shape) expected)
    {
        if (nodes.Count != 1 || !nodes.TryGetValue(name, out var node))
            throw Mismatch(id, $"the graph's {role}", $"one named {name}", $"[{string.Join(", ", nodes.Keys)}]");
        if (!node.IsTensor)
            throw Mismatch(id, $"the graph's {role}", Text(expected), $"{node.OnnxValueType}");
        Check(id, $"the graph's {role}", (TypeName(node.ElementDataType), node.Dimensions), expected);
    }

    private static void Check(string id, string what, (string Type, int[] Shape) actual, (string Type, int[] Shape) expected)
    {
        if (actual.Type != expected.Type || !actual.Shape.SequenceEqual(expected.Shape))
            throw Mismatch(id, what, Text(expected), Text(actual));
    }

    private static string TypeName(TensorElementType type) => type switch
    {
        TensorElementType.UInt8 => Input.Type,
        TensorElementType.Float => Output.Type,
        _ => $"{type}",
    };

    private static string Text((string Type, int[] Shape) tensor) => $"{tensor.Type} [{string.Join(", ", tensor.Shape)}]";

    private static FashionMnistException Mismatch(string id, string what, string expected, string actual) =>
        new(ExitCodes.Integrity, $"model {id}: {what}: expected {expected}, actual {actual}");
}
