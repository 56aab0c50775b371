using System.Runtime.InteropServices;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Reads the numbers of a page, whatever their type, as float64.</summary>
internal abstract class NumberDecoder
{
    /// <summary>Reads the next numbers.</summary>
    /// <exception cref="InvalidDataException">If there are not so many.</exception>
    public abstract void Read(Span<double> values);

    /// <summary>The decoder for a page.</summary>
    /// <param name="encoding">How the numbers are written.</param>
    /// <param name="column">Their column.</param>
    /// <param name="values">The bytes after the levels.</param>
    /// <param name="dictionary">The dictionary, if there was one.</param>
    /// <exception cref="InvalidDataException">If numbers are not written so.</exception>
    public static NumberDecoder Of(ValueEncoding encoding, Column column, ReadOnlyMemory<byte> values, double[]? dictionary) => encoding switch
    {
        ValueEncoding.Plain => new PlainNumbers(column, values),
        ValueEncoding.PlainDictionary or ValueEncoding.RunLengthDictionary when dictionary is not null => new DictionaryNumbers(dictionary, values),
        ValueEncoding.DeltaBinaryPacked when column.Kind is ValueKind.Bits64 or ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Int64 or ValueKind.UInt64 =>
            new DeltaNumbers(column.Kind, values),
        ValueEncoding.ByteStreamSplit => new SplitNumbers(column, values),
        _ => throw new InvalidDataException($"its numbers are written in a way that is not read ({encoding})"),
    };

    private static InvalidDataException CutOff() => new("a page holds fewer values than it claims");

    private sealed class PlainNumbers(Column column, ReadOnlyMemory<byte> bytes) : NumberDecoder
    {
        private int _position;

        public override void Read(Span<double> values)
        {
            if ((long)values.Length * column.Width > bytes.Length - _position)
                throw CutOff();
            var source = bytes.Span.Slice(_position, values.Length * column.Width);
            _position += source.Length;
            switch (column.Kind)
            {
                case ValueKind.Int32:
                    Convert<int>(source, values);
                    break;
                case ValueKind.UInt32:
                    Convert<uint>(source, values);
                    break;
                case ValueKind.Int64:
                    Convert<long>(source, values);
                    break;
                case ValueKind.UInt64:
                    Convert<ulong>(source, values);
                    break;
                case ValueKind.Half:
                    Convert<Half>(source, values);
                    break;
                case ValueKind.Single:
                    Convert<float>(source, values);
                    break;
                default:
                    Convert<double>(source, values);
                    break;
            }
        }

        // Parquet and every platform of .NET 10 are little-endian.
        private static void Convert<T>(ReadOnlySpan<byte> source, Span<double> values)
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            var numbers = MemoryMarshal.Cast<byte, T>(source);
            for (var i = 0; i < values.Length; i++)
                values[i] = double.CreateTruncating(numbers[i]);
        }
    }

    private sealed class DictionaryNumbers(double[] dictionary, ReadOnlyMemory<byte> bytes) : NumberDecoder
    {
        private const int IndicesAtOnce = 512;
        private readonly DictionaryIndices _indices = new(bytes);

        public override void Read(Span<double> values)
        {
            Span<int> indices = stackalloc int[IndicesAtOnce];
            for (var start = 0; start < values.Length; start += IndicesAtOnce)
            {
                var part = values[start..Math.Min(start + IndicesAtOnce, values.Length)];
                _indices.Read(indices[..part.Length]);
                for (var i = 0; i < part.Length; i++)
                {
                    if ((uint)indices[i] >= (uint)dictionary.Length)
                        throw new InvalidDataException("a page names values that its dictionary lacks");
                    part[i] = dictionary[indices[i]];
                }
            }
        }
    }

    private sealed class DeltaNumbers(ValueKind kind, ReadOnlyMemory<byte> bytes) : NumberDecoder
    {
        private readonly DeltaDecoder _numbers = new(bytes);

        public override void Read(Span<double> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var number = _numbers.Next();
                // Differences wrap around at the width of the column.
                values[i] = kind switch
                {
                    ValueKind.Int32 => unchecked((int)number),
                    ValueKind.UInt32 => unchecked((uint)number),
                    ValueKind.UInt64 => unchecked((ulong)number),
                    ValueKind.Bits64 => BitConverter.Int64BitsToDouble(number),
                    _ => number,
                };
            }
        }
    }

    private sealed class SplitNumbers(Column column, ReadOnlyMemory<byte> bytes) : NumberDecoder
    {
        private readonly int _count = bytes.Length / column.Width;
        private int _next;

        public override void Read(Span<double> values)
        {
            if (values.Length > _count - _next)
                throw CutOff();
            var joined = new byte[values.Length * column.Width];
            for (var i = 0; i < values.Length; i++)
            {
                for (var part = 0; part < column.Width; part++)
                    joined[(i * column.Width) + part] = bytes.Span[(part * _count) + _next + i];
            }

            _next += values.Length;
            new PlainNumbers(column, joined).Read(values);
        }
    }
}
