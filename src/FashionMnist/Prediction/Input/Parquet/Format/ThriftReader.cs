namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Types of the compact protocol.</summary>
internal enum ThriftType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>
/// Reads Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md) out of bytes in memory.
/// Nothing is allocated, and nesting is bounded, whatever the bytes claim.
/// </summary>
/// <remarks>Throws <see cref="EndOfStreamException"/> where the bytes end too early, <see cref="InvalidDataException"/> where they make no sense.</remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Structs and lists in each other that are passed over; the format itself needs six.</summary>
    public const int MaximumDepth = 32;

    private const int DoubleBytes = 8;
    private const int VarintBits = 64;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the head of the next field of a struct.</summary>
    /// <param name="id">Id of the field before, 0 at the beginning; gets that of this one.</param>
    /// <param name="type">Type of the field.</param>
    /// <returns>Whether there is one.</returns>
    public bool Next(ref int id, out ThriftType type)
    {
        var head = Byte();
        type = (ThriftType)(head & 0x0f);
        if (type == ThriftType.Stop)
            return false;
        id = head >> 4 == 0 ? (int)ZigZag() : id + (head >> 4);
        return true;
    }

    /// <summary>A whole number of any width.</summary>
    public long Integer(ThriftType type) => type switch
    {
        ThriftType.Byte => (sbyte)Byte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ZigZag(),
        _ => throw Wrong(),
    };

    /// <summary>A number that counts or measures something in memory.</summary>
    public int Count(ThriftType type) => Integer(type) is >= 0 and <= int.MaxValue and var count ? (int)count : throw Wrong();

    /// <summary>A truth value, which the type itself tells.</summary>
    public static bool Boolean(ThriftType type) => type is ThriftType.True or ThriftType.False ? type == ThriftType.True : throw Wrong();

    /// <summary>Bytes or text.</summary>
    public ReadOnlySpan<byte> Binary(ThriftType type)
    {
        Expect(type, ThriftType.Binary);
        return Take(Varint());
    }

    /// <summary>The head of a list.</summary>
    /// <param name="type">Type of the field.</param>
    /// <param name="items">Type of the items.</param>
    /// <returns>Number of items, never more than there are bytes left.</returns>
    public int List(ThriftType type, ThriftType items)
    {
        Expect(type, ThriftType.List);
        var count = ListHead(out var found);
        return count == 0 || found == items ? count : throw Wrong();
    }

    /// <summary>Makes sure that a struct begins here.</summary>
    public static void Struct(ThriftType type) => Expect(type, ThriftType.Struct);

    /// <summary>Passes over a value.</summary>
    public void Skip(ThriftType type) => Skip(type, MaximumDepth);

    private void Skip(ThriftType type, int depth)
    {
        if (depth == 0)
            throw new InvalidDataException($"it is nested deeper than {MaximumDepth} levels");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                return;
            case ThriftType.Byte:
                Byte();
                return;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                return;
            case ThriftType.Double:
                Take(DoubleBytes);
                return;
            case ThriftType.Binary:
                Take(Varint());
                return;
            case ThriftType.List or ThriftType.Set:
                for (var left = ListHead(out var items); left > 0; left--)
                    SkipItem(items, depth - 1);
                return;
            case ThriftType.Map:
                SkipMap(depth - 1);
                return;
            case ThriftType.Struct:
                for (var id = 0; Next(ref id, out var field);)
                    Skip(field, depth - 1);
                return;
            default:
                throw Wrong();
        }
    }

    private void SkipMap(int depth)
    {
        var count = Varint();
        if (count == 0)
            return;
        var types = Byte();
        for (; count > 0; count--)
        {
            SkipItem((ThriftType)(types >> 4), depth);
            SkipItem((ThriftType)(types & 0x0f), depth);
        }
    }

    // Among items a truth value is a byte of its own.
    private void SkipItem(ThriftType type, int depth) => Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type, depth);

    private int ListHead(out ThriftType items)
    {
        const int countFollows = 15;
        var head = Byte();
        items = (ThriftType)(head & 0x0f);
        var count = head >> 4 == countFollows ? Varint() : (ulong)(head >> 4);
        return count <= (ulong)(_bytes.Length - Position) ? (int)count : throw new EndOfStreamException();
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < VarintBits; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw Wrong();
    }

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
            throw new EndOfStreamException();
        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private static void Expect(ThriftType type, ThriftType expected)
    {
        if (type != expected)
            throw Wrong();
    }

    private static InvalidDataException Wrong() => new("it is no valid Thrift data");
}
