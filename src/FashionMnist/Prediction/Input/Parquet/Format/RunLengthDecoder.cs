using System.Buffers.Binary;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>
/// Reads small numbers that are runs of one value or packed bit by bit
/// (https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE): levels, and indices into a dictionary.
/// </summary>
internal sealed class RunLengthDecoder
{
    private const int MaximumWidth = 32;
    private const int GroupValues = 8;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _width;
    private int _position;
    private int _value;
    private long _repeated;
    private long _packed;
    private long _bit;

    /// <param name="bytes">The runs.</param>
    /// <param name="width">Bits of a value, 0 to 32.</param>
    public RunLengthDecoder(ReadOnlyMemory<byte> bytes, int width)
    {
        if (width is < 0 or > MaximumWidth)
            throw new InvalidDataException($"it has numbers of {width} bits");
        (_bytes, _width) = (bytes, width);
    }

    /// <summary>Reads the next values.</summary>
    /// <exception cref="InvalidDataException">If there are not so many.</exception>
    public void Read(Span<int> values)
    {
        while (values.Length > 0)
        {
            if (_repeated == 0 && _packed == 0)
                BeginRun();
            var count = (int)Math.Min(values.Length, _repeated + _packed);
            if (_repeated > 0)
            {
                values[..count].Fill(_value);
                _repeated -= count;
            }
            else
            {
                Unpack(values[..count]);
                _packed -= count;
            }

            values = values[count..];
        }
    }

    private void BeginRun()
    {
        var head = Varint();
        if ((head & 1) == 1)
        {
            // Some writers cut the padding of the last group off.
            _packed = Math.Min((long)(head >> 1) * GroupValues, _width == 0 ? long.MaxValue : (_bytes.Length - (long)_position) * GroupValues / _width);
            _bit = (long)_position * GroupValues;
            _position = (int)Math.Min(_bytes.Length, _position + ((long)(head >> 1) * _width));
        }
        else
        {
            _repeated = head >> 1;
            var bytes = (_width + 7) / 8;
            if (bytes > _bytes.Length - _position)
                throw CutOff();
            _value = 0;
            for (var i = 0; i < bytes; i++)
                _value |= _bytes.Span[_position++] << (8 * i);
        }

        if (_repeated == 0 && _packed == 0)
            throw CutOff();
    }

    private void Unpack(Span<int> values)
    {
        var bytes = _bytes.Span;
        if (_width == 0)
        {
            values.Clear();
            return;
        }

        var mask = (1UL << _width) - 1;
        for (var i = 0; i < values.Length; i++, _bit += _width)
        {
            var at = (int)(_bit >> 3);
            var word = at + sizeof(ulong) <= bytes.Length ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) : Last(bytes[at..]);
            values[i] = (int)((word >> (int)(_bit & 7)) & mask);
        }
    }

    private static ulong Last(ReadOnlySpan<byte> bytes)
    {
        var word = 0UL;
        for (var i = 0; i < bytes.Length; i++)
            word |= (ulong)bytes[i] << (8 * i);
        return word;
    }

    private uint Varint()
    {
        var value = 0U;
        for (var shift = 0; shift < MaximumWidth && _position < _bytes.Length; shift += 7)
        {
            var part = _bytes.Span[_position++];
            value |= (uint)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw CutOff();
    }

    private static InvalidDataException CutOff() => new("a page holds fewer values than it claims");
}
