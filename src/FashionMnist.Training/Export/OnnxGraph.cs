using System.Runtime.InteropServices;

namespace FashionMnist.Training.Export;

/// <summary>
/// An ONNX model under construction: nodes in the order of execution, constant tensors, inputs and outputs. Field numbers are those of
/// onnx.proto3 (<see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3"/>), message by message below.
/// </summary>
/// <param name="name">Name of the graph.</param>
internal sealed class OnnxGraph(string name)
{
    /// <summary>Version of the default operator set.</summary>
    public const int Opset = 17;

    // The version of the file format that came with operator set 17 (ONNX 1.12).
    private const int IrVersion = 8;

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _constants = [];
    private readonly List<ProtoMessage> _inputs = [];
    private readonly List<ProtoMessage> _outputs = [];

    /// <summary>Adds an input.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its dimensions; a text stands for one that is known at run time only.</param>
    public void AddInput(string tensor, OnnxType type, params IEnumerable<object> shape) => _inputs.Add(ValueInfo(tensor, type, shape));

    /// <summary>Adds an output; parameters as those of <see cref="AddInput"/>.</summary>
    public void AddOutput(string tensor, OnnxType type, params IEnumerable<object> shape) => _outputs.Add(ValueInfo(tensor, type, shape));

    /// <summary>Adds a constant float32 tensor.</summary>
    /// <returns>Its name.</returns>
    public string AddConstant(string tensor, ReadOnlySpan<float> values, params IEnumerable<long> shape) =>
        AddConstant(tensor, OnnxType.Float, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a constant int8 tensor.</summary>
    /// <returns>Its name.</returns>
    public string AddConstant(string tensor, ReadOnlySpan<sbyte> values, params IEnumerable<long> shape) =>
        AddConstant(tensor, OnnxType.Int8, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a constant int32 tensor.</summary>
    /// <returns>Its name.</returns>
    public string AddConstant(string tensor, ReadOnlySpan<int> values, params IEnumerable<long> shape) =>
        AddConstant(tensor, OnnxType.Int32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a constant uint8 number.</summary>
    /// <returns>Its name.</returns>
    public string AddByte(string tensor, byte value) => AddConstant(tensor, OnnxType.UInt8, [value], []);

    /// <summary>Adds a constant int64 tensor of one dimension.</summary>
    /// <returns>Its name.</returns>
    public string AddIntegers(string tensor, ReadOnlySpan<long> values) =>
        AddConstant(tensor, OnnxType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>Adds a node with one output, named after it.</summary>
    /// <param name="node">Name of the node and of its output.</param>
    /// <param name="operation">Operator of the default operator set.</param>
    /// <param name="inputs">Names of its inputs.</param>
    /// <param name="attributes">Its attributes: a number or a list of numbers each.</param>
    /// <returns>The name of the output.</returns>
    public string AddNode(string node, string operation, IEnumerable<string> inputs, params IEnumerable<(string Name, object Value)> attributes)
    {
        // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
        _nodes.Add(new ProtoMessage().Add(1, inputs).Add(2, node).Add(3, node).Add(4, operation).Add(5, attributes.Select(x => Attribute(x.Name, x.Value))));
        return node;
    }

    /// <summary>The bytes of the file.</summary>
    /// <param name="producer">Name of the program that writes it.</param>
    /// <param name="producerVersion">Version of that program.</param>
    public byte[] ToModel(string producer, string producerVersion)
    {
        // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
        var graph = new ProtoMessage().Add(1, _nodes).Add(2, name).Add(5, _constants).Add(11, _inputs).Add(12, _outputs);

        // OperatorSetIdProto: domain 1, version 2.
        var operators = new ProtoMessage().Add(1, "").Add(2, Opset);

        // ModelProto: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8.
        return new ProtoMessage().Add(1, IrVersion).Add(2, producer).Add(3, producerVersion).Add(7, graph).Add(8, operators).ToArray();
    }

    private string AddConstant(string tensor, OnnxType type, ReadOnlySpan<byte> littleEndian, IEnumerable<long> shape)
    {
        // TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little-endian, as every platform of .NET here).
        _constants.Add(new ProtoMessage().Add(1, shape).Add(2, (long)type).Add(8, tensor).Add(9, littleEndian.ToArray()));
        return tensor;
    }

    // AttributeProto: name 1, i 3, ints 8, type 20 (INT = 2, INTS = 7).
    private static ProtoMessage Attribute(string name, object value) => value switch
    {
        long[] numbers => new ProtoMessage().Add(1, name).Add(8, numbers).Add(20, 7),
        _ => new ProtoMessage().Add(1, name).Add(3, Convert.ToInt64(value, null)).Add(20, 2),
    };

    // ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1 with elem_type 1 and shape 2. TensorShapeProto: dim 1 with dim_value 1 or dim_param 2.
    private static ProtoMessage ValueInfo(string tensor, OnnxType type, IEnumerable<object> shape)
    {
        var dimensions = shape.Select(x => x is string symbol ? new ProtoMessage().Add(2, symbol) : new ProtoMessage().Add(1, Convert.ToInt64(x, null)));
        var tensorType = new ProtoMessage().Add(1, (long)type).Add(2, new ProtoMessage().Add(1, dimensions));
        return new ProtoMessage().Add(1, tensor).Add(2, new ProtoMessage().Add(1, tensorType));
    }
}

/// <summary>Element types that are used here, with their numbers in TensorProto.DataType.</summary>
internal enum OnnxType
{
    /// <summary>float32.</summary>
    Float = 1,

    /// <summary>uint8.</summary>
    UInt8 = 2,

    /// <summary>int8.</summary>
    Int8 = 3,

    /// <summary>int32.</summary>
    Int32 = 6,

    /// <summary>int64.</summary>
    Int64 = 7,
}
