using System.Buffers.Binary;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>
/// Reads whole numbers written as differences (https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC), one
/// miniblock in memory at a time.
/// </summary>
internal sealed class DeltaDecoder
{
    private const ulong MaximumBlock = 65_536;
    private const int MaximumWidth = 64;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _miniblocks;
    private readonly int _miniblockValues;
    private readonly byte[] _widths;
    private long _left;
    private long _minimum;
    private long _value;
    private long _bit;
    private int _miniblock;
    private int _inMiniblock;
    private int _position;
    private bool _started;

    /// <param name="bytes">The numbers, and whatever follows them.</param>
    /// <exception cref="InvalidDataException">If the head makes no sense.</exception>
    public DeltaDecoder(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var (block, miniblocks, count) = (Varint(), Varint(), Varint());
        if (block is 0 or > MaximumBlock || miniblocks == 0 || block % miniblocks != 0 || block / miniblocks % 8 != 0 || count > int.MaxValue)
            throw new InvalidDataException("a page has differences in blocks that cannot be");
        (_miniblocks, _miniblockValues, _left) = ((int)miniblocks, (int)(block / miniblocks), (long)count);
        _widths = new byte[_miniblocks];
        (_miniblock, _inMiniblock) = (_miniblocks, 0);
        _value = ZigZag();
    }

    /// <summary>Numbers that are left.</summary>
    public long Left => _left;

    /// <summary>Reads the next number.</summary>
    /// <exception cref="InvalidDataException">If there is none.</exception>
    public long Next()
    {
        if (_left-- <= 0)
            throw CutOff();
        if (!_started)
        {
            _started = true;
            return _value;
        }

        if (_inMiniblock == 0)
            BeginMiniblock();
        var width = _widths[_miniblock];
        _value = unchecked(_value + _minimum + (long)Bits(width));
        _bit += width;
        _inMiniblock--;
        return _value;
    }

    /// <summary>Passes over all numbers.</summary>
    /// <returns>Where what follows them begins.</returns>
    public int End()
    {
        while (_left > 0)
            Next();
        // The last miniblock is written whole, those after it not at all.
        return _inMiniblock == 0 ? _position : (int)Math.Min(_bytes.Length, ((_bit + ((long)_inMiniblock * _widths[_miniblock])) + 7) / 8);
    }

    private void BeginMiniblock()
    {
        if (_miniblock + 1 < _miniblocks)
        {
            _miniblock++;
        }
        else
        {
            _minimum = ZigZag();
            if (_bytes.Length - _position < _miniblocks)
                throw CutOff();
            _bytes.Span.Slice(_position, _miniblocks).CopyTo(_widths);
            _position += _miniblocks;
            _miniblock = 0;
        }

        _bit = 8L * _position;
        _inMiniblock = _miniblockValues;
        var end = _position + ((long)_miniblockValues * _widths[_miniblock] / 8);
        if (_widths[_miniblock] > MaximumWidth)
            throw new InvalidDataException($"a page has numbers of {_widths[_miniblock]} bits");
        _position = (int)Math.Min(end, _bytes.Length);
    }

    private ulong Bits(int width)
    {
        if (width == 0)
            return 0;
        var at = (int)(_bit >> 3);
        var shift = (int)(_bit & 7);
        if (_bit + width > 8L * _bytes.Length)
            throw CutOff();
        Span<byte> window = stackalloc byte[2 * sizeof(ulong)];
        window.Clear();
        _bytes.Span.Slice(at, Math.Min(sizeof(ulong) + 1, _bytes.Length - at)).CopyTo(window);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(window) >> shift;
        if (shift > 0)
            value |= (ulong)window[sizeof(ulong)] << (MaximumWidth - shift);
        return width == MaximumWidth ? value : value & ((1UL << width) - 1);
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < MaximumWidth && _position < _bytes.Length; shift += 7)
        {
            var part = _bytes.Span[_position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw CutOff();
    }

    private static InvalidDataException CutOff() => new("a page holds fewer values than it claims");
}
