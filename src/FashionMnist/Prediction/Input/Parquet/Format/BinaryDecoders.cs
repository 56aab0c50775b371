using System.Buffers.Binary;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Reads the bytes or texts of a page one after the other.</summary>
internal abstract class BinaryDecoder
{
    /// <summary>Longest value that is put together of parts, in bytes: the longest PNG that is decoded.</summary>
    public const int MaximumJoined = 32 << 20;

    /// <summary>The next value, valid until the next call.</summary>
    /// <exception cref="InvalidDataException">If there is none.</exception>
    public abstract ReadOnlyMemory<byte> Next();

    /// <summary>The decoder for a page.</summary>
    /// <param name="encoding">How the values are written.</param>
    /// <param name="column">Their column.</param>
    /// <param name="values">The bytes after the levels.</param>
    /// <param name="dictionary">The dictionary, if there was one.</param>
    /// <exception cref="InvalidDataException">If bytes are not written so.</exception>
    public static BinaryDecoder Of(ValueEncoding encoding, Column column, ReadOnlyMemory<byte> values, BinaryDictionary? dictionary) => encoding switch
    {
        ValueEncoding.Plain => new PlainBinaries(column.Width, values),
        ValueEncoding.PlainDictionary or ValueEncoding.RunLengthDictionary when dictionary is not null => new DictionaryBinaries(dictionary, values),
        ValueEncoding.DeltaLengthByteArray => new DeltaLengthBinaries(values),
        ValueEncoding.DeltaByteArray => new DeltaBinaries(values),
        _ => throw new InvalidDataException($"its bytes are written in a way that is not read ({encoding})"),
    };

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes, ref int position, long length)
    {
        if (length < 0 || length > bytes.Length - position)
            throw new InvalidDataException("a page holds fewer values than it claims");
        var taken = bytes.Slice(position, (int)length);
        position += taken.Length;
        return taken;
    }

    internal sealed class PlainBinaries(int width, ReadOnlyMemory<byte> bytes) : BinaryDecoder
    {
        private int _position;

        public override ReadOnlyMemory<byte> Next() => Take(
            bytes, ref _position, width > 0 ? width : BinaryPrimitives.ReadInt32LittleEndian(Take(bytes, ref _position, sizeof(int)).Span));
    }

    private sealed class DictionaryBinaries(BinaryDictionary dictionary, ReadOnlyMemory<byte> bytes) : BinaryDecoder
    {
        private readonly DictionaryIndices _indices = new(bytes);

        public override ReadOnlyMemory<byte> Next()
        {
            var index = 0;
            _indices.Read(new Span<int>(ref index));
            return dictionary[index];
        }
    }

    private sealed class DeltaLengthBinaries : BinaryDecoder
    {
        private readonly ReadOnlyMemory<byte> _bytes;
        private readonly DeltaDecoder _lengths;
        private int _position;

        public DeltaLengthBinaries(ReadOnlyMemory<byte> bytes)
        {
            _bytes = bytes;
            _lengths = new DeltaDecoder(bytes);
            _position = new DeltaDecoder(bytes).End();
        }

        public override ReadOnlyMemory<byte> Next() => Take(_bytes, ref _position, _lengths.Next());
    }

    private sealed class DeltaBinaries : BinaryDecoder
    {
        private readonly DeltaDecoder _prefixes;
        private readonly DeltaLengthBinaries _suffixes;
        private byte[] _value = [];
        private int _length;

        public DeltaBinaries(ReadOnlyMemory<byte> bytes)
        {
            _prefixes = new DeltaDecoder(bytes);
            _suffixes = new DeltaLengthBinaries(bytes[new DeltaDecoder(bytes).End()..]);
        }

        public override ReadOnlyMemory<byte> Next()
        {
            var prefix = _prefixes.Next();
            var suffix = _suffixes.Next();
            if (prefix < 0 || prefix > _length || prefix + suffix.Length > MaximumJoined)
                throw new InvalidDataException("a page has values that begin as none before them, or too long ones");
            _length = (int)prefix + suffix.Length;
            if (_value.Length < _length)
                Array.Resize(ref _value, Math.Max(_length, 2 * _value.Length));
            suffix.CopyTo(_value.AsMemory((int)prefix));
            return _value.AsMemory(0, _length);
        }
    }
}
