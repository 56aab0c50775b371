using System.Buffers.Binary;
using FashionMnist.Models;

namespace FashionMnist.Data;

/// <summary>
/// Reads one IDX file as a stream: uint8 images [N, 28, 28] or uint8 labels [N], raw or gzip (told apart by content).
/// The header is never trusted with an allocation. Format: http://yann.lecun.com/exdb/mnist/ ("the IDX file format").
/// </summary>
public sealed class IdxReader : IDisposable
{
    internal const int ImagesMagic = 0x00000803;
    internal const int LabelsMagic = 0x00000801;

    private readonly Stream _stream;
    private readonly string _name;
    private long _offset;
    private bool _inHeader = true;

    private IdxReader(Stream stream, string name, int magic)
    {
        _stream = stream;
        _name = name;
        ReadHeader(magic);
        _inHeader = false;
    }

    /// <summary>Items (images or labels) the header promises.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of one item: 784 for images, 1 for labels.</summary>
    public int ItemSize { get; private set; } = 1;

    /// <summary>Items read or skipped so far.</summary>
    public int Position { get; private set; }

    /// <summary>Opens a file of images of 28 x 28 pixels.</summary>
    /// <param name="stream">The bytes; disposed with the reader.</param>
    /// <param name="name">How messages call the file.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> with file and offset if the header is wrong.</exception>
    public static IdxReader OpenImages(Stream stream, string name) => Open(stream, name, ImagesMagic);

    /// <summary>Opens a file of labels. Parameters and errors are those of <see cref="OpenImages"/>.</summary>
    public static IdxReader OpenLabels(Stream stream, string name) => Open(stream, name, LabelsMagic);

    /// <summary>Fills <paramref name="items"/> with as many whole items as are left and fit.</summary>
    /// <param name="items">A multiple of <see cref="ItemSize"/> bytes.</param>
    /// <returns>Number of items read; 0 at the end, where it is also proved that no byte follows.</returns>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if the file ends too early, goes on too long or cannot be unpacked.</exception>
    public int Read(Span<byte> items)
    {
        var wanted = Math.Min(items.Length / ItemSize, Count - Position);
        Fill(items[..(wanted * ItemSize)]);
        Position += wanted;
        if (wanted == 0 && Position == Count)
            RefuseTrailingBytes();
        return wanted;
    }

    /// <summary>Passes over the next items without keeping them.</summary>
    public void Skip(int items)
    {
        Span<byte> waste = stackalloc byte[ImageShape.Pixels];
        for (var i = 0; i < items && Position < Count; i++)
            Read(waste[..ItemSize]);
    }

    /// <summary>Reads all items that are left. Memory grows with the bytes that arrive, not with what the header claims.</summary>
    public byte[] ReadToEnd()
    {
        const int itemsAtOnce = 4096;
        var buffer = new byte[itemsAtOnce * ItemSize];
        using var all = new MemoryStream();
        for (int read; (read = Read(buffer)) > 0;)
            all.Write(buffer, 0, read * ItemSize);
        return all.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static IdxReader Open(Stream stream, string name, int magic)
    {
        try
        {
            return new IdxReader(GZip.Unpack(stream), name, magic);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private void ReadHeader(int magic)
    {
        var actual = ReadInt32();
        if (actual != magic)
            throw Bad(0, $"expected magic number 0x{magic:x8}, found 0x{actual:x8}: not an IDX file of {(magic == ImagesMagic ? "images" : "labels")}");

        Count = ReadInt32();
        if (Count < 0)
            throw Bad(4, $"the header claims {(uint)Count} items, more than this reader takes");

        if (magic != ImagesMagic)
            return;

        var (height, width) = (ReadInt32(), ReadInt32());
        if ((height, width) != (ImageShape.Height, ImageShape.Width))
            throw Bad(8, $"images are {(uint)height}x{(uint)width} pixels, expected {ImageShape.Height}x{ImageShape.Width}");
        ItemSize = ImageShape.Pixels;
    }

    private int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private void Fill(Span<byte> bytes)
    {
        var read = Guard(bytes, static (stream, target) => stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false));
        _offset += read;
        if (read < bytes.Length)
            throw Bad(_offset, _inHeader ? "the file ends inside the header" : $"the file ends after {Position + read / ItemSize} of {Count} items");
    }

    private void RefuseTrailingBytes()
    {
        Span<byte> one = stackalloc byte[1];
        if (Guard(one, static (stream, target) => stream.Read(target)) != 0)
            throw Bad(_offset, $"bytes follow the last of {Count} items");
    }

    private delegate int StreamRead(Stream stream, Span<byte> target);

    private int Guard(Span<byte> target, StreamRead read)
    {
        try
        {
            return read(_stream, target);
        }
        catch (InvalidDataException e)
        {
            throw Bad(_offset, $"the gzip data is damaged ({e.Message.TrimEnd('.')})");
        }
    }

    private FashionMnistException Bad(long offset, string problem) =>
        new(ExitCodes.BadInput, $"{_name}: offset {offset}: {problem}");
}
