namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>How values are stored.</summary>
internal enum StorageType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLengthByteArray = 7,
}

/// <summary>Whether a value may be missing or there may be many.</summary>
internal enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}

/// <summary>
/// One entry of the list of columns, by the numbers of
/// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
/// </summary>
internal readonly record struct SchemaElement
{
    private const int Int32Bytes = 4;
    private const int Int64Bytes = 8;

    private enum Meaning
    {
        None,
        Number,
        UnsignedNumber,
        Half,
        Text,
        Other,
    }

    public ReadOnlyMemory<byte> Name { get; private init; }

    public StorageType? Type { get; private init; }

    public Repetition Repetition { get; private init; }

    public int Children { get; private init; }

    /// <summary>Bytes of a value; 0 if they vary.</summary>
    public int Width => Type switch
    {
        StorageType.Int32 or StorageType.Float => Int32Bytes,
        StorageType.Int64 or StorageType.Double => Int64Bytes,
        StorageType.FixedLengthByteArray => Length,
        _ => 0,
    };

    public ValueKind Kind => (Type, Means) switch
    {
        (StorageType.Int32, Meaning.None or Meaning.Number) => ValueKind.Int32,
        (StorageType.Int32, Meaning.UnsignedNumber) => ValueKind.UInt32,
        (StorageType.Int64, Meaning.None or Meaning.Number) => ValueKind.Int64,
        (StorageType.Int64, Meaning.UnsignedNumber) => ValueKind.UInt64,
        (StorageType.Float, Meaning.None) => ValueKind.Single,
        (StorageType.Double, Meaning.None) => ValueKind.Double,
        (StorageType.FixedLengthByteArray, Meaning.Half) when Length == sizeof(short) => ValueKind.Half,
        (StorageType.FixedLengthByteArray, Meaning.None) when Length > 0 => ValueKind.Bytes,
        (StorageType.ByteArray, Meaning.None) => ValueKind.Bytes,
        (StorageType.ByteArray, Meaning.Text) => ValueKind.Text,
        _ => ValueKind.Other,
    };

    private int Length { get; init; }

    private Meaning Means { get; init; }

    /// <summary>Reads an entry.</summary>
    /// <param name="thrift">Stands at its beginning.</param>
    /// <param name="bytes">All bytes of the metadata.</param>
    public static SchemaElement Read(ref ThriftReader thrift, ReadOnlyMemory<byte> bytes)
    {
        var element = default(SchemaElement);
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            switch (id)
            {
                case 1:
                    element = element with { Type = (StorageType)thrift.Count(type) };
                    break;
                case 2:
                    element = element with { Length = thrift.Count(type) };
                    break;
                case 3:
                    element = element with { Repetition = (Repetition)thrift.Count(type) };
                    break;
                case 4:
                    var length = thrift.Binary(type).Length;
                    element = element with { Name = bytes.Slice(thrift.Position - length, length) };
                    break;
                case 5:
                    element = element with { Children = thrift.Count(type) };
                    break;
                case 6:
                    element = element with { Means = element.Means == Meaning.None ? Converted(thrift.Integer(type)) : Passed(ref thrift, type, element.Means) };
                    break;
                // Comes after the older field of the same sense, and is the one to trust.
                case 10:
                    element = element with { Means = Logical(ref thrift, type) };
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return element;
    }

    private static Meaning Passed(ref ThriftReader thrift, ThriftType type, Meaning meaning)
    {
        thrift.Skip(type);
        return meaning;
    }

    private static Meaning Converted(long type) => type switch
    {
        0 or 4 or 19 => Meaning.Text,
        >= 11 and <= 14 => Meaning.UnsignedNumber,
        >= 15 and <= 18 => Meaning.Number,
        _ => Meaning.Other,
    };

    private static Meaning Logical(ref ThriftReader thrift, ThriftType type)
    {
        ThriftReader.Struct(type);
        var meaning = Meaning.Other;
        for (var id = 0; thrift.Next(ref id, out var kind);)
        {
            if (id == 10)
            {
                meaning = Integer(ref thrift, kind);
                continue;
            }

            // Text, enumerations and JSON; a column without a type, all of whose values are missing; and half-precision numbers.
            meaning = id is 1 or 4 or 12 ? Meaning.Text : id == 11 ? Meaning.None : id == 15 ? Meaning.Half : Meaning.Other;
            thrift.Skip(kind);
        }

        return meaning;
    }

    private static Meaning Integer(ref ThriftReader thrift, ThriftType type)
    {
        ThriftReader.Struct(type);
        var meaning = Meaning.Number;
        for (var id = 0; thrift.Next(ref id, out var kind);)
        {
            if (id == 2)
                meaning = ThriftReader.Boolean(kind) ? Meaning.Number : Meaning.UnsignedNumber;
            else
                thrift.Skip(kind);
        }

        return meaning;
    }
}
