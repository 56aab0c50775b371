namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Reads a page whose values are indices into a dictionary: a byte for their width, and runs.</summary>
internal sealed class DictionaryIndices
{
    private readonly RunLengthDecoder _runs;
    private int[] _indices = [];

    /// <param name="bytes">The bytes after the levels.</param>
    public DictionaryIndices(ReadOnlyMemory<byte> bytes) =>
        _runs = bytes.Length == 0 ? new RunLengthDecoder(bytes, 0) : new RunLengthDecoder(bytes[1..], bytes.Span[0]);

    /// <summary>Reads the next indices, which are valid until the next call.</summary>
    /// <exception cref="InvalidDataException">If there are not so many.</exception>
    public ReadOnlySpan<int> Read(int count)
    {
        if (_indices.Length < count)
            _indices = new int[count];
        _runs.Read(_indices.AsSpan(0, count));
        return _indices.AsSpan(0, count);
    }
}
