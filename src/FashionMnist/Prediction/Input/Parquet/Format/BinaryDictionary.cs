namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>The different values of a column of bytes or text, where they lie in their page.</summary>
internal sealed class BinaryDictionary
{
    private readonly ReadOnlyMemory<byte>[] _values;

    /// <param name="bytes">The page. Kept.</param>
    /// <param name="width">Bytes of a value; 0 if they vary.</param>
    /// <param name="count">Values.</param>
    /// <exception cref="InvalidDataException">If there are not so many.</exception>
    public BinaryDictionary(ReadOnlyMemory<byte> bytes, int width, int count)
    {
        // A value takes at least this many bytes, so that no claim allocates more than the page can hold.
        if ((long)count * (width > 0 ? width : sizeof(int)) > bytes.Length)
            throw new InvalidDataException("a dictionary holds fewer values than it claims");
        var decoder = new BinaryDecoder.PlainBinaries(width, bytes);
        _values = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
            _values[i] = decoder.Next();
    }

    /// <summary>A value.</summary>
    /// <exception cref="InvalidDataException">If there is none of this number.</exception>
    public ReadOnlyMemory<byte> this[int index] =>
        (uint)index < (uint)_values.Length ? _values[index] : throw new InvalidDataException("a page names values that its dictionary lacks");
}
