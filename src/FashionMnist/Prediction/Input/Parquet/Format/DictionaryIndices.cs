namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Reads a page whose values are indices into a dictionary: a byte for their width, and runs.</summary>
internal sealed class DictionaryIndices
{
    private readonly RunLengthDecoder _runs;

    /// <param name="bytes">The bytes after the levels.</param>
    public DictionaryIndices(ReadOnlyMemory<byte> bytes) =>
        _runs = bytes.Length == 0 ? new RunLengthDecoder(bytes, 0) : new RunLengthDecoder(bytes[1..], bytes.Span[0]);

    /// <summary>Reads the next indices.</summary>
    /// <exception cref="InvalidDataException">If there are not so many.</exception>
    public void Read(Span<int> indices) => _runs.Read(indices);
}
