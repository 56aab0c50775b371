using FashionMnist.Training.Export;
using Google.Protobuf;

namespace FashionMnist.Training.Tests.Export.Quantization;

/// <summary>Reads nodes and constants of an ONNX file; field numbers are those of onnx.proto3.</summary>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, string Output);

internal static class OnnxNodes
{
    /// <summary>ModelProto.graph 7, GraphProto.node 1, NodeProto: input 1, output 2, op_type 4.</summary>
    public static IReadOnlyList<OnnxNode> Read(byte[] model) =>
    [
        .. Fields(Graph(model), 1).Select(node => new OnnxNode(
            Texts(node, 4).Single(), [.. Texts(node, 1)], Texts(node, 2).First())),
    ];

    /// <summary>Element types by name. GraphProto.initializer 5, TensorProto: data_type 2, name 8.</summary>
    public static IReadOnlyDictionary<string, OnnxType> ReadConstants(byte[] model) =>
        Fields(Graph(model), 5).ToDictionary(x => Texts(x, 8).Single(), x => (OnnxType)Number(x, 2));

    private static byte[] Graph(byte[] model) => Fields(model, 7).Single();

    private static IEnumerable<string> Texts(byte[] message, int field) => Fields(message, field).Select(System.Text.Encoding.UTF8.GetString);

    private static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
                found.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }

        return found;
    }

    private static long Number(byte[] message, int field)
    {
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.Varint))
                return input.ReadInt64();
            input.SkipLastField();
        }

        throw new InvalidDataException($"no field {field}");
    }
}
