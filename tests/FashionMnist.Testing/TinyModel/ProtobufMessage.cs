using Google.Protobuf;

namespace FashionMnist.Testing.TinyModel;

/// <summary>Writes one protobuf message field by field; field numbers are those of onnx.proto3.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<byte> _bytes = [];

    public ProtobufMessage Number(int field, long value) => Add(field, WireFormat.WireType.Varint, x => x.WriteInt64(value));

    public ProtobufMessage Text(int field, params string[] values)
    {
        foreach (var value in values)
            Add(field, WireFormat.WireType.LengthDelimited, x => x.WriteString(value));
        return this;
    }

    public ProtobufMessage Bytes(int field, byte[] value) =>
        Add(field, WireFormat.WireType.LengthDelimited, x => x.WriteBytes(ByteString.CopyFrom(value)));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value.ToArray());

    public byte[] ToArray() => [.. _bytes];

    private ProtobufMessage Add(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(field, type);
            write(output);
        }

        _bytes.AddRange(bytes.ToArray());
        return this;
    }
}
