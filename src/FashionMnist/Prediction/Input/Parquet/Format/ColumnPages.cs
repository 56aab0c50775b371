using System.IO.Hashing;
using System.Numerics;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Where reading a column can be taken up again.</summary>
/// <param name="Offset">Offset of a page's header, in bytes.</param>
/// <param name="Values">Values before that page.</param>
internal readonly record struct PagePlace(long Offset, long Values);

/// <summary>The pages of a column in a row group, one after the other.</summary>
internal sealed class ColumnPages
{
    /// <summary>Bytes of the longest dictionary; usual writers end one at 1 MB.</summary>
    private const int MaximumDictionary = 16 << 20;

    private readonly PageBuffers _buffers;
    private readonly Chunk _chunk;
    private long _offset;
    private long _values;

    /// <summary>Reads the dictionary, if there is one.</summary>
    /// <exception cref="InvalidDataException">If it cannot be read.</exception>
    public ColumnPages(PageBuffers buffers, Column column, Chunk chunk)
    {
        (_buffers, Column, _chunk, _offset) = (buffers, column, chunk, chunk.Start);
        if (chunk.Values == 0)
            return;
        var header = buffers.ReadHeader(_offset);
        if (header.Kind != PageKind.Dictionary)
            return;
        if (header.Unpacked > MaximumDictionary)
            throw new InvalidDataException($"it has a dictionary of {header.Unpacked} bytes, allowed are {MaximumDictionary}");
        Dictionary = Unpack(header, 0).ToArray();
        DictionaryValues = header.Values;
        _offset += header.Length + header.Packed;
    }

    public Column Column { get; }

    /// <summary>The page of the dictionary; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Dictionary { get; }

    /// <summary>Values of the dictionary.</summary>
    public int DictionaryValues { get; }

    /// <summary>Where the page that was read last begins.</summary>
    public PagePlace Place { get; private set; }

    /// <summary>Values of the page, missing ones included.</summary>
    public int Values { get; private set; }

    /// <summary>The page's repetition levels; <see langword="null"/> if the column needs none.</summary>
    public RunLengthDecoder? Repetition { get; private set; }

    /// <summary>The page's definition levels; <see langword="null"/> if the column needs none.</summary>
    public RunLengthDecoder? Definition { get; private set; }

    public ValueEncoding ValueEncoding { get; private set; }

    /// <summary>The bytes after the levels, valid until the next page.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>Goes on at a place where this column was read before.</summary>
    public void GoTo(PagePlace place) => (_offset, _values) = (place.Offset, place.Values);

    /// <summary>Reads the next page that has values.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">If it cannot be read.</exception>
    public bool Next()
    {
        while (_values < _chunk.Values)
        {
            var header = _buffers.ReadHeader(_offset);
            Place = new PagePlace(_offset, _values);
            if (header.Kind == PageKind.Data)
                ReadFirstVersion(header);
            else if (header.Kind == PageKind.DataV2)
                ReadSecondVersion(header);
            _offset += header.Length + header.Packed;
            if (header.Kind is not (PageKind.Data or PageKind.DataV2) || header.Values == 0)
                continue;
            (Values, ValueEncoding) = (header.Values, header.ValueEncoding);
            _values += header.Values;
            return true;
        }

        return false;
    }

    private void ReadFirstVersion(PageHeader header)
    {
        var page = Unpack(header, 0);
        Repetition = Levels(ref page, Column.Repetition);
        Definition = Levels(ref page, Column.Definition);
        Content = page;
    }

    private void ReadSecondVersion(PageHeader header)
    {
        if ((long)header.RepetitionBytes + header.DefinitionBytes > Math.Min(header.Packed, header.Unpacked))
            throw new InvalidDataException("the levels of a page are longer than the page");
        var page = Unpack(header, header.RepetitionBytes + header.DefinitionBytes);
        Repetition = Column.Repetition > 0 ? new RunLengthDecoder(page[..header.RepetitionBytes], Width(Column.Repetition)) : null;
        page = page[header.RepetitionBytes..];
        Definition = Column.Definition > 0 ? new RunLengthDecoder(page[..header.DefinitionBytes], Width(Column.Definition)) : null;
        Content = page[header.DefinitionBytes..];
    }

    /// <summary>Reads a page whose first bytes are never compressed.</summary>
    private ReadOnlyMemory<byte> Unpack(PageHeader header, int plain)
    {
        var packed = _buffers.ReadPacked(_offset + header.Length, header.Packed);
        if (header.Checksum is { } checksum && Crc32.HashToUInt32(packed) != checksum)
            throw new InvalidDataException("a page is damaged: its checksum is another");
        if (_chunk.Codec == Codec.None || !header.IsPacked)
            return packed;
        var unpacked = _buffers.Unpacked(header.Unpacked);
        packed[..plain].AsSpan().CopyTo(unpacked);
        // A page without a value may have nothing to unpack.
        if (header.Unpacked > plain)
            Codecs.Unpack(_chunk.Codec, packed[plain..], unpacked.AsSpan(plain));
        return unpacked;
    }

    private static RunLengthDecoder? Levels(ref ReadOnlyMemory<byte> page, int maximum)
    {
        if (maximum == 0)
            return null;
        if (page.Length < sizeof(uint) || BitConverter.ToUInt32(page.Span) > page.Length - sizeof(uint))
            throw new InvalidDataException("the levels of a page are longer than the page");
        var length = (int)BitConverter.ToUInt32(page.Span);
        var levels = new RunLengthDecoder(page.Slice(sizeof(uint), length), Width(maximum));
        page = page[(sizeof(uint) + length)..];
        return levels;
    }

    private static int Width(int maximum) => BitOperations.Log2((uint)maximum) + 1;
}
