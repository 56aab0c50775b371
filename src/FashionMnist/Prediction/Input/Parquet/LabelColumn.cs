using System.Text;
using FashionMnist.Prediction.Input.Parquet.Format;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>The labels of a row group, numbers or names, one after the other.</summary>
internal sealed class LabelColumn
{
    private const int NumbersAtOnce = 4096;
    private readonly BinaryColumn? _texts;
    private readonly NumberColumn? _numbers;
    private readonly double[] _values = new double[NumbersAtOnce];
    private readonly int[] _levels = new int[NumbersAtOnce];
    private int _next;
    private int _count;

    /// <exception cref="InvalidDataException">If the dictionary of the column cannot be read.</exception>
    public LabelColumn(ColumnPages pages)
    {
        if (pages.Column.IsBinary)
            _texts = new BinaryColumn(pages);
        else
            _numbers = new NumberColumn(pages);
    }

    /// <summary>Reads the next label.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    /// <exception cref="InvalidDataException">If no single row can be blamed.</exception>
    public string? Next(out byte label) => _texts is null
        ? LabelValues.Read(NextNumber(), out label)
        : LabelValues.Read(_texts.Next() is { } text ? Encoding.UTF8.GetString(text.Span[..Math.Min(text.Length, LabelValues.MaximumLength)]) : "", out label);

    /// <summary>Passes over labels.</summary>
    /// <exception cref="InvalidDataException">If no single row can be blamed.</exception>
    public void Skip(long rows)
    {
        for (; rows > 0; rows--)
        {
            if (_texts is null)
                NextNumber();
            else
                _texts.Next();
        }
    }

    private double NextNumber()
    {
        if (_next == _count)
        {
            (_next, _count) = (0, _numbers!.Read(_values, [], _levels));
            if (_count == 0)
                throw new InvalidDataException("it has fewer values than the row group has rows");
        }

        return _values[_next++];
    }
}
