using FashionMnist.Models;

namespace FashionMnist.Inference;

/// <summary>
/// Looks through a model before ONNX Runtime does, for what reaches beyond its bytes: tensors in other files, which no hash covers, and
/// operators that are none of the known ones. Fields by their numbers in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </summary>
internal static class OnnxScan
{
    private const int MaximumDepth = 32;

    // Those of ONNX itself, and those that ONNX Runtime brings.
    private static readonly HashSet<string> KnownDomains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"];

    private enum Message
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        Function,
    }

    /// <summary>Demands that a model is whole in itself.</summary>
    /// <param name="onnx">The bytes of the model.</param>
    /// <param name="id">What messages call it.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Integrity"/> if it is not, or no model at all.</exception>
    public static void Check(ReadOnlySpan<byte> onnx, string id)
    {
        try
        {
            Scan(onnx, Message.Model, MaximumDepth);
        }
        catch (InvalidDataException e)
        {
            throw new FashionMnistException(ExitCodes.Integrity, $"model {id}: {e.Message}", e);
        }
    }

    private static void Scan(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth == 0)
            throw new InvalidDataException($"the graph is nested deeper than {MaximumDepth} levels");
        var reader = new ProtobufReader(bytes);
        while (reader.Next(out var field, out var content))
        {
            if (message == Message.Tensor && (field == 13 || (field == 14 && (uint)reader.Number == 1)))
                throw new InvalidDataException("a tensor lies in another file (external data), which no hash covers; save the model with its weights inside");
            if (message == Message.Node && field == 7)
                RequireKnown(System.Text.Encoding.UTF8.GetString(content));
            if (Child(message, field) is { } child)
                Scan(content, child, depth - 1);
        }
    }

    private static Message? Child(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 15) => Message.SparseTensor,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5 or 10) => Message.Tensor,
        (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Attribute, 22 or 23) => Message.SparseTensor,
        (Message.SparseTensor, 1 or 2) => Message.Tensor,
        _ => null,
    };

    private static void RequireKnown(string domain)
    {
        if (!KnownDomains.Contains(domain))
            throw new InvalidDataException($"an operator is of the domain '{Models.Text.Printable.Of(domain)}'; custom operators are not run");
    }
}
