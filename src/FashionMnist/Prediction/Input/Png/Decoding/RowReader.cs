namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>
/// Unpacks rows one after the other and takes their filters back, so that neither the packed nor the unpacked size decides what is held:
/// two rows and a block. One reader serves any number of images.
/// </summary>
internal sealed class RowReader
{
    private const int BlockBytes = 1 << 16;

    private readonly byte[] _block = new byte[BlockBytes];
    private Stream _unpacked = Stream.Null;
    private byte[] _row = [];
    private byte[] _above = [];
    private int _from;
    private int _to;

    /// <summary>Begins with an image.</summary>
    /// <param name="unpacked">Gives rows, each after a byte that names its filter.</param>
    public void Begin(Stream unpacked) => (_unpacked, _from, _to) = (unpacked, 0, 0);

    /// <summary>Begins with the image or a pass of it: above its first row all is zero.</summary>
    /// <param name="rowBytes">Length of its longest row, without the filter's byte.</param>
    public void BeginPass(int rowBytes)
    {
        if (_row.Length < rowBytes)
            (_row, _above) = (new byte[rowBytes], new byte[rowBytes]);
        // The next row changes places with it.
        _row.AsSpan(0, rowBytes).Clear();
    }

    /// <summary>The next row.</summary>
    /// <param name="rowBytes">Its length as it was given to <see cref="BeginPass"/>.</param>
    /// <param name="filterBytes">Distance to the byte that counts as the left one.</param>
    /// <returns>The row, until the next call.</returns>
    /// <exception cref="InvalidDataException">The data cannot be unpacked, or the filter is unknown.</exception>
    /// <exception cref="EndOfStreamException">There are no more.</exception>
    public ReadOnlySpan<byte> Next(int rowBytes, int filterBytes)
    {
        (_row, _above) = (_above, _row);
        var row = _row.AsSpan(0, rowBytes);
        if (_from == _to)
            Fill();
        var filter = _block[_from++];
        for (var filled = 0; filled < rowBytes;)
        {
            if (_from == _to)
                Fill();
            var part = _block.AsSpan(_from, Math.Min(_to - _from, rowBytes - filled));
            part.CopyTo(row[filled..]);
            filled += part.Length;
            _from += part.Length;
        }

        RowFilter.Undo(filter, row, _above, filterBytes);
        return row;
    }

    private void Fill()
    {
        try
        {
            (_from, _to) = (0, _unpacked.Read(_block));
        }
        // The bytes are in memory. Data that need a preset dictionary, which PNG does not know, are an IOException for the runtime.
        catch (Exception e) when (e is InvalidDataException or (IOException and not EndOfStreamException))
        {
            throw new InvalidDataException("its image data cannot be unpacked", e);
        }

        if (_to == 0)
            throw new EndOfStreamException();
    }
}
