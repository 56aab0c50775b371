using System.Globalization;
using System.Text;
using FashionMnist.Prediction.Input.Parquet.Format;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Values of a column that are passed on as text, one after the other.</summary>
internal sealed class KeptColumn
{
    private const int NumbersAtOnce = 1024;
    private readonly Column _column;
    private readonly BinaryColumn? _texts;
    private readonly NumberColumn? _numbers;
    private readonly double[] _values = new double[NumbersAtOnce];
    private readonly int[] _levels = new int[NumbersAtOnce];
    private int _next;
    private int _count;

    /// <param name="buffers">Memory for pages.</param>
    /// <param name="column">A column of numbers or text, in no list.</param>
    /// <param name="chunk">Where it lies.</param>
    /// <exception cref="InvalidDataException">If the dictionary of the column cannot be read.</exception>
    public KeptColumn(PageBuffers buffers, Column column, Chunk chunk)
    {
        _column = column;
        // Identifiers of 64 bits must not lose their last digits.
        var pages = new ColumnPages(buffers, IsLong ? column with { Kind = ValueKind.Bits64 } : column, chunk);
        if (column.IsBinary)
            _texts = new BinaryColumn(pages);
        else
            _numbers = new NumberColumn(pages);
    }

    private bool IsLong => _column.Kind is ValueKind.Int64 or ValueKind.UInt64;

    /// <summary>The next value; <see langword="null"/> if it is missing.</summary>
    /// <exception cref="InvalidDataException">If no single row can be blamed.</exception>
    public string? Next()
    {
        if (_texts is not null)
            return _texts.Next() is { } text ? Encoding.UTF8.GetString(text.Span) : null;
        if (_next == _count)
        {
            (_next, _count) = (0, _numbers!.Read(_values, [], _levels));
            if (_count == 0)
                throw new InvalidDataException("it has fewer values than the row group has rows");
        }

        var item = _next++;
        return _column.Definition > 0 && _levels[item] < _column.Definition ? null : Text(_values[item]);
    }

    private string Text(double value) => _column.Kind switch
    {
        ValueKind.Int64 => BitConverter.DoubleToInt64Bits(value).ToString(CultureInfo.InvariantCulture),
        ValueKind.UInt64 => BitConverter.DoubleToUInt64Bits(value).ToString(CultureInfo.InvariantCulture),
        ValueKind.Single => ((float)value).ToString(CultureInfo.InvariantCulture),
        ValueKind.Half => ((Half)value).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
