namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Kinds of pages.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>How values are written (https://parquet.apache.org/docs/file-format/data-pages/encodings/).</summary>
internal enum ValueEncoding
{
    Plain = 0,
    PlainDictionary = 2,
    RunLength = 3,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RunLengthDictionary = 8,
    ByteStreamSplit = 9,
}

/// <summary>What stands before a page.</summary>
internal readonly record struct PageHeader
{
    /// <summary>Bytes of the header itself.</summary>
    public int Length { get; private init; }

    public PageKind Kind { get; private init; }

    /// <summary>Bytes of the page before it was compressed, levels included.</summary>
    public int Unpacked { get; private init; }

    /// <summary>Bytes of the page in the file.</summary>
    public int Packed { get; private init; }

    /// <summary>CRC-32 of the page as it lies in the file.</summary>
    public uint? Checksum { get; private init; }

    /// <summary>Values, missing ones included.</summary>
    public int Values { get; private init; }

    public ValueEncoding ValueEncoding { get; private init; }

    /// <summary>Bytes of the definition levels; of a page of the second version only.</summary>
    public int DefinitionBytes { get; private init; }

    /// <summary>Bytes of the repetition levels; of a page of the second version only.</summary>
    public int RepetitionBytes { get; private init; }

    /// <summary>Whether the values are compressed at all.</summary>
    public bool IsPacked { get; private init; }

    /// <summary>Reads a header.</summary>
    /// <exception cref="EndOfStreamException">If there are not enough bytes.</exception>
    /// <exception cref="InvalidDataException">If it makes no sense.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = new PageHeader { IsPacked = true };
        var thrift = new ThriftReader(bytes);
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            switch (id)
            {
                case 1:
                    header = header with { Kind = (PageKind)thrift.Count(type) };
                    break;
                case 2:
                    header = header with { Unpacked = thrift.Count(type) };
                    break;
                case 3:
                    header = header with { Packed = thrift.Count(type) };
                    break;
                case 4:
                    header = header with { Checksum = unchecked((uint)thrift.Integer(type)) };
                    break;
                case 5 or 7:
                    header = header.WithValues(ref thrift, type);
                    break;
                case 8:
                    header = header.WithValuesAndLevels(ref thrift, type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return header with { Length = thrift.Position };
    }

    private PageHeader WithValues(ref ThriftReader thrift, ThriftType type)
    {
        ThriftReader.Struct(type);
        var header = this;
        for (var id = 0; thrift.Next(ref id, out var field);)
        {
            if (id == 1)
                header = header with { Values = thrift.Count(field) };
            else if (id == 2)
                header = header with { ValueEncoding = (ValueEncoding)thrift.Count(field) };
            else
                thrift.Skip(field);
        }

        return header;
    }

    private PageHeader WithValuesAndLevels(ref ThriftReader thrift, ThriftType type)
    {
        ThriftReader.Struct(type);
        var header = this;
        for (var id = 0; thrift.Next(ref id, out var field);)
        {
            switch (id)
            {
                case 1:
                    header = header with { Values = thrift.Count(field) };
                    break;
                case 4:
                    header = header with { ValueEncoding = (ValueEncoding)thrift.Count(field) };
                    break;
                case 5:
                    header = header with { DefinitionBytes = thrift.Count(field) };
                    break;
                case 6:
                    header = header with { RepetitionBytes = thrift.Count(field) };
                    break;
                case 7:
                    header = header with { IsPacked = ThriftReader.Boolean(field) };
                    break;
                default:
                    thrift.Skip(field);
                    break;
            }
        }

        return header;
    }
}
