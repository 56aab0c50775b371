using System.Buffers.Binary;

namespace FashionMnist.Inference;

/// <summary>Reads the fields of a message (https://protobuf.dev/programming-guides/encoding/) without allocating anything.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes)
{
    private const int VarintBits = 64;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The value of the last field, if it was a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="content">Its bytes, if it has any.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">If the bytes are no message.</exception>
    public bool Next(out int field, out ReadOnlySpan<byte> content)
    {
        field = 0;
        content = [];
        Number = 0;
        if (_position == _bytes.Length)
            return false;
        // A longer tag means one field here and another to a reader that keeps 32 bits of it, as ONNX Runtime's may.
        var tag = Varint() is var read and <= uint.MaxValue ? read : throw NoModel();
        field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                return true;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                return true;
            case 2:
                content = Take(Varint());
                return true;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                return true;
            default:
                throw NoModel();
        }
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < VarintBits && _position < _bytes.Length; shift += 7)
        {
            var part = _bytes[_position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw NoModel();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _position))
            throw NoModel();
        var taken = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private static InvalidDataException NoModel() => new("it is no ONNX model");
}
