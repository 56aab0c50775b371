using System.Buffers;
using Google.Protobuf;

namespace FashionMnist.Training.Export;

/// <summary>
/// One message of the Protocol Buffers wire format, built field by field. The same calls give the same bytes.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Appends a field of type int64, int32 or enum.</summary>
    public ProtoMessage Add(int field, long value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    /// <summary>Appends a field of type string.</summary>
    public ProtoMessage Add(int field, string value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    });

    /// <summary>Appends a field of type bytes.</summary>
    public ProtoMessage Add(int field, ReadOnlyMemory<byte> value) => Write(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    });

    /// <summary>Appends a field that is a message itself.</summary>
    public ProtoMessage Add(int field, ProtoMessage value) => Add(field, value._bytes.WrittenMemory);

    /// <summary>Appends an element of a repeated message field for each message.</summary>
    public ProtoMessage Add(int field, IEnumerable<ProtoMessage> values) => values.Aggregate(this, (message, value) => message.Add(field, value));

    /// <summary>Appends an element of a repeated string field for each text.</summary>
    public ProtoMessage Add(int field, IEnumerable<string> values) => values.Aggregate(this, (message, value) => message.Add(field, value));

    /// <summary>Appends an element of a repeated, unpacked integer field for each number.</summary>
    public ProtoMessage Add(int field, IEnumerable<long> values) => values.Aggregate(this, (message, value) => message.Add(field, value));

    /// <summary>The bytes of the message.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private ProtoMessage Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        _bytes.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        return this;
    }
}
