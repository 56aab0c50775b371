namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>Reads pieces of a file into memory that is used again for the next page, up to a limit.</summary>
/// <param name="file">The file.</param>
/// <param name="limit">Bytes of the longest page, packed or not.</param>
internal sealed class PageBuffers(Stream file, int limit)
{
    private const int FirstWindow = 4096;
    private const int LastWindow = 1 << 20;
    private byte[] _window = new byte[FirstWindow];
    private byte[] _packed = [];
    private byte[] _unpacked = [];

    /// <summary>Reads the header at an offset.</summary>
    /// <exception cref="InvalidDataException">If there is none.</exception>
    public PageHeader ReadHeader(long offset)
    {
        while (true)
        {
            var length = offset < file.Length ? ReadAt(offset, _window) : throw Outside();
            try
            {
                var header = PageHeader.Read(_window.AsSpan(0, length));
                return header.Packed <= limit && header.Unpacked <= limit
                    ? header
                    : throw new InvalidDataException($"it has a page of {Math.Max(header.Packed, header.Unpacked)} bytes, allowed are {limit}; write smaller pages or row groups");
            }
            catch (EndOfStreamException) when (length == _window.Length && length < LastWindow)
            {
                _window = new byte[length * 4];
            }
            catch (EndOfStreamException)
            {
                throw new InvalidDataException("a page has no header");
            }
        }
    }

    /// <summary>Reads a page as it lies in the file; valid until the next one is read.</summary>
    /// <exception cref="InvalidDataException">If the file ends before.</exception>
    public ArraySegment<byte> ReadPacked(long offset, int length)
    {
        if (offset + length > file.Length)
            throw Outside();
        Grow(ref _packed, length);
        return ReadAt(offset, _packed.AsSpan(0, length)) == length ? new ArraySegment<byte>(_packed, 0, length) : throw Outside();
    }

    /// <summary>Memory for a page that is unpacked; valid until the next one is asked for.</summary>
    public ArraySegment<byte> Unpacked(int length)
    {
        Grow(ref _unpacked, length);
        return new ArraySegment<byte>(_unpacked, 0, length);
    }

    private int ReadAt(long offset, Span<byte> bytes)
    {
        file.Position = offset;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
    }

    private static InvalidDataException Outside() => new("a page lies behind the end of the file");
}
