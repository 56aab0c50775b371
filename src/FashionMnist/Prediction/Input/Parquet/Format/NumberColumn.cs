namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>The numbers of a column in a row group, read piece by piece; those that are missing are NaN.</summary>
internal sealed class NumberColumn
{
    private readonly ColumnPages _pages;
    private readonly double[]? _dictionary;
    private NumberDecoder? _decoder;
    private int _left;

    /// <summary>Reads the dictionary, if there is one.</summary>
    /// <exception cref="InvalidDataException">If it cannot be read.</exception>
    public NumberColumn(ColumnPages pages)
    {
        _pages = pages;
        if (pages.DictionaryValues == 0)
            return;
        if ((long)pages.DictionaryValues * pages.Column.Width > pages.Dictionary.Length)
            throw new InvalidDataException("a dictionary holds fewer values than it claims");
        _dictionary = new double[pages.DictionaryValues];
        NumberDecoder.Of(ValueEncoding.Plain, pages.Column, pages.Dictionary, null).Read(_dictionary);
    }

    /// <summary>Where the page begins that was read last.</summary>
    public PagePlace Place => _pages.Place;

    /// <summary>Reads the next numbers, at most to the end of a page.</summary>
    /// <param name="values">Gets the numbers.</param>
    /// <param name="repetition">Gets as many repetition levels, if the column has any.</param>
    /// <param name="definition">Gets as many definition levels, if the column has any.</param>
    /// <returns>How many there are; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">If they cannot be read.</exception>
    public int Read(Span<double> values, Span<int> repetition, Span<int> definition)
    {
        if (_left == 0 && !NextPage())
            return 0;
        var count = Math.Min(values.Length, _left);
        _left -= count;
        _pages.Repetition?.Read(repetition[..count]);
        if (_pages.Definition is null)
        {
            _decoder!.Read(values[..count]);
            return count;
        }

        var levels = definition[..count];
        _pages.Definition.Read(levels);
        var present = levels.Count(_pages.Column.Definition);
        _decoder!.Read(values[..present]);
        if (present < count)
            Spread(values[..count], present, levels);
        return count;
    }

    private bool NextPage()
    {
        if (!_pages.Next())
            return false;
        _left = _pages.Values;
        _decoder = NumberDecoder.Of(_pages.ValueEncoding, _pages.Column, _pages.Content, _dictionary);
        return true;
    }

    // Backwards, as no number moves to the left.
    private void Spread(Span<double> values, int present, ReadOnlySpan<int> levels)
    {
        for (var i = values.Length - 1; i >= 0; i--)
            values[i] = levels[i] == _pages.Column.Definition ? values[--present] : double.NaN;
    }
}
