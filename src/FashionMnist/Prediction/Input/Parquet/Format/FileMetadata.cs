namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Where the pages of a column in a row group lie.</summary>
/// <param name="Start">Offset of the first page, in bytes.</param>
/// <param name="Values">Values, missing ones included.</param>
/// <param name="Codec">How pages are compressed.</param>
internal readonly record struct Chunk(long Start, long Values, Codec Codec);

/// <summary>The metadata at the end of a file: its columns at once, those of a row group when they are asked for.</summary>
internal sealed class FileMetadata
{
    private const int MaximumGroups = 1_000_000;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<(int Chunks, long Rows)> _groups = [];

    /// <summary>Reads the columns and the sizes of the row groups.</summary>
    /// <exception cref="InvalidDataException">If they make no sense.</exception>
    public FileMetadata(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var elements = new List<SchemaElement>();
        var thrift = new ThriftReader(bytes.Span);
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            switch (id)
            {
                case 2:
                    ReadElements(ref thrift, type, elements);
                    break;
                case 4:
                    ReadGroups(ref thrift, type);
                    break;
                case 8:
                    throw Encrypted();
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        Columns = new SchemaReader(elements).Read();
    }

    /// <summary>Columns and groups of columns of a row.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Row groups.</summary>
    public int Groups => _groups.Count;

    public static InvalidDataException Encrypted() => new("it is encrypted, which is not read; write it without encryption");

    /// <summary>Rows of a row group.</summary>
    public long RowsOf(int group) => _groups[group].Rows;

    /// <summary>Where columns of a row group lie.</summary>
    /// <param name="group">0-based row group.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>In the order of <paramref name="columns"/>.</returns>
    public Chunk[] ChunksOf(int group, IReadOnlyList<Column> columns)
    {
        var places = columns.Select((column, i) => (column, i)).ToDictionary(x => x.column.Index, x => x.i);
        var chunks = new Chunk?[columns.Count];
        var thrift = new ThriftReader(_bytes.Span[_groups[group].Chunks..]);
        var count = thrift.List(ThriftType.List, ThriftType.Struct);
        for (var i = 0; i < count; i++)
        {
            if (places.TryGetValue(i, out var place))
                chunks[place] = ReadChunk(ref thrift);
            else
                thrift.Skip(ThriftType.Struct);
        }

        return Array.ConvertAll(chunks, x => x ?? throw new InvalidDataException("columns of a row group are missing"));
    }

    private void ReadElements(ref ThriftReader thrift, ThriftType type, List<SchemaElement> elements)
    {
        var count = thrift.List(type, ThriftType.Struct);
        if (count > SchemaReader.MaximumElements)
            throw new InvalidDataException($"it has {count} columns, allowed are {SchemaReader.MaximumElements}");
        for (; count > 0; count--)
            elements.Add(SchemaElement.Read(ref thrift, _bytes));
    }

    private void ReadGroups(ref ThriftReader thrift, ThriftType type)
    {
        var count = thrift.List(type, ThriftType.Struct);
        if (count > MaximumGroups)
            throw new InvalidDataException($"it has {count} row groups, allowed are {MaximumGroups}");
        for (; count > 0; count--)
            _groups.Add(ReadGroup(ref thrift));
    }

    private static (int Chunks, long Rows) ReadGroup(ref ThriftReader thrift)
    {
        var (chunks, rows) = (-1, -1L);
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            if (id == 1)
                chunks = thrift.Position;
            if (id == 3)
                rows = thrift.Integer(type);
            else
                thrift.Skip(type);
        }

        return chunks >= 0 && rows >= 0 ? (chunks, rows) : throw new InvalidDataException("a row group lacks its columns or its number of rows");
    }

    private static Chunk ReadChunk(ref ThriftReader thrift)
    {
        Chunk? chunk = null;
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            switch (id)
            {
                case 1:
                    if (thrift.Binary(type).Length > 0)
                        throw new InvalidDataException("columns lie in other files, which is not read");
                    break;
                case 3:
                    ThriftReader.Struct(type);
                    chunk = ReadChunkMetadata(ref thrift);
                    break;
                case 8:
                    throw Encrypted();
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return chunk ?? throw new InvalidDataException("a column does not say where it lies");
    }

    private static Chunk ReadChunkMetadata(ref ThriftReader thrift)
    {
        var (codec, values, data, dictionary) = (0, 0L, -1L, 0L);
        for (var id = 0; thrift.Next(ref id, out var type);)
        {
            switch (id)
            {
                case 4:
                    codec = thrift.Count(type);
                    break;
                case 5:
                    values = thrift.Integer(type);
                    break;
                case 9:
                    data = thrift.Integer(type);
                    break;
                case 11:
                    dictionary = thrift.Integer(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        var start = dictionary > 0 && dictionary < data ? dictionary : data;
        return start >= 0 && values >= 0
            ? new Chunk(start, values, (Codec)codec)
            : throw new InvalidDataException("a column does not say where it lies");
    }
}
