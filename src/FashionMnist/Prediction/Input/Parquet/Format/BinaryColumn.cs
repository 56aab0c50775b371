namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>The bytes or texts of a column in a row group that is in no list, read one after the other.</summary>
internal sealed class BinaryColumn
{
    private const int LevelsAtOnce = 1024;
    private readonly ColumnPages _pages;
    private readonly BinaryDictionary? _dictionary;
    private readonly int[] _levels = new int[LevelsAtOnce];
    private BinaryDecoder? _decoder;
    private int _left;
    private int _level;
    private int _levelCount;

    /// <summary>Reads the dictionary, if there is one.</summary>
    /// <exception cref="InvalidDataException">If it cannot be read.</exception>
    public BinaryColumn(ColumnPages pages)
    {
        _pages = pages;
        if (pages.DictionaryValues > 0)
            _dictionary = new BinaryDictionary(pages.Dictionary, pages.Column.Width, pages.DictionaryValues);
    }

    /// <summary>Reads the next value.</summary>
    /// <returns>The value, valid until the next one is read; <see langword="null"/> if it is missing.</returns>
    /// <exception cref="InvalidDataException">If it cannot be read, or there is none.</exception>
    public ReadOnlyMemory<byte>? Next()
    {
        if (_left == 0)
            NextPage();
        _left--;
        return IsPresent() ? _decoder!.Next() : null;
    }

    private bool IsPresent()
    {
        if (_pages.Definition is null)
            return true;
        if (_level == _levelCount)
        {
            (_level, _levelCount) = (0, Math.Min(LevelsAtOnce, _left + 1));
            _pages.Definition.Read(_levels.AsSpan(0, _levelCount));
        }

        return _levels[_level++] == _pages.Column.Definition;
    }

    private void NextPage()
    {
        if (!_pages.Next())
            throw new InvalidDataException("it has fewer values than the row group has rows");
        (_left, _level, _levelCount) = (_pages.Values, 0, 0);
        _decoder = BinaryDecoder.Of(_pages.ValueEncoding, _pages.Column, _pages.Content, _dictionary);
    }
}
