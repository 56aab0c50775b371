using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FashionMnist.Prediction.Input.NumPy;

/// <summary>
/// An array of numbers as NumPy saves it (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), read forward only.
/// </summary>
internal sealed class NpyArray
{
    private const int MaximumHeader = 65_536;
    private const int ValuesAtOnce = 4096;
    private readonly Stream _content;
    private readonly char _kind;
    private readonly int _width;
    private readonly bool _bigEndian;
    private readonly byte[] _buffer;

    /// <summary>Reads the header.</summary>
    /// <param name="content">The file.</param>
    /// <exception cref="InvalidDataException">If it is no array of numbers, row after row.</exception>
    public NpyArray(Stream content)
    {
        _content = content;
        var header = Header(content);
        var type = Between(header, "'descr': '", "'");
        if (type is not [var order, var kind, .. var width] || !"uifb".Contains(kind, StringComparison.Ordinal) || width is not ("1" or "2" or "4" or "8"))
            throw new InvalidDataException(type is "|O" ? "the array holds Python objects; save an array of numbers" : "the array does not hold plain numbers");
        if (Between(header, "'fortran_order': ", ",") != "False")
            throw new InvalidDataException("the array lies column after column; save numpy.ascontiguousarray of it");
        (_kind, _width, _bigEndian) = (kind, width[0] - '0', order == '>');
        Shape = [.. (Between(header, "'shape': (", ")") ?? throw Damaged()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(x => long.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : throw Damaged())];
        _buffer = new byte[ValuesAtOnce * _width];
    }

    /// <summary>Its sides.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Whether its numbers are bytes.</summary>
    public bool IsBytes => _kind is 'u' && _width == 1;

    /// <summary>Reads the next numbers as they lie there.</summary>
    /// <exception cref="InvalidDataException">If the file ends before.</exception>
    public void Read(Span<byte> values)
    {
        if (_content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false) < values.Length)
            throw new InvalidDataException("the array is cut off");
    }

    /// <summary>Reads the next numbers.</summary>
    /// <exception cref="InvalidDataException">If the file ends before.</exception>
    public void Read(Span<double> values)
    {
        for (var start = 0; start < values.Length; start += ValuesAtOnce)
        {
            var count = Math.Min(ValuesAtOnce, values.Length - start);
            Read(_buffer.AsSpan(0, count * _width));
            for (var i = 0; i < count; i++)
                values[start + i] = Value(_buffer.AsSpan(i * _width, _width));
        }
    }

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd() => _content.ReadByte() < 0;

    private double Value(Span<byte> bytes)
    {
        if (_bigEndian)
            bytes.Reverse();
        return (_kind, _width) switch
        {
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            ('i', 1) => (sbyte)bytes[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            (_, 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => bytes[0],
        };
    }

    private static string Header(Stream content)
    {
        const int versionOffset = 6;
        const int shortHead = 10;
        Span<byte> head = stackalloc byte[shortHead + 2];
        if (content.ReadAtLeast(head[..shortHead], shortHead, throwOnEndOfStream: false) < shortHead)
            throw Damaged();
        var length = (int)BinaryPrimitives.ReadUInt16LittleEndian(head[(versionOffset + 2)..]);
        if (head[versionOffset] > 1)
        {
            // From version 2 on the length has four bytes.
            if (content.ReadAtLeast(head[shortHead..], 2, throwOnEndOfStream: false) < 2)
                throw Damaged();
            length = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(head[(versionOffset + 2)..]));
        }

        if (length > MaximumHeader)
            throw Damaged();
        var text = new byte[length];
        return content.ReadAtLeast(text, length, throwOnEndOfStream: false) == length ? Encoding.UTF8.GetString(text) : throw Damaged();
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
            return null;
        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end].Trim();
    }

    private static InvalidDataException Damaged() => new("the header of the array is damaged");
}
