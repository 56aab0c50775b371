using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace FashionMnist.Prediction.Input.Png.Decoding;

/// <summary>A chunk of a PNG (https://www.w3.org/TR/png-3/, section 5.3).</summary>
/// <param name="Type">Its four letters as a number, see <see cref="Name"/>.</param>
/// <param name="Start">Where its data begin in the file.</param>
/// <param name="Length">Bytes of data.</param>
internal readonly record struct PngChunk(uint Type, int Start, int Length)
{
    public const uint Header = 0x49484452;
    public const uint Palette = 0x504c5445;
    public const uint Transparency = 0x74524e53;
    public const uint Data = 0x49444154;
    public const uint EndMark = 0x49454e44;

    private const uint AncillaryBit = 0x20000000;
    private const int TypeBytes = 4;
    private const int ChecksumBytes = 4;

    /// <summary>Whether a decoder may pass over the chunk without knowing it.</summary>
    public bool IsAncillary => (Type & AncillaryBit) != 0;

    /// <summary>The four letters.</summary>
    public string Name
    {
        get
        {
            Span<byte> letters = stackalloc byte[TypeBytes];
            BinaryPrimitives.WriteUInt32BigEndian(letters, Type);
            return string.Concat(Encoding.Latin1.GetString(letters).Select(x => char.IsAsciiLetter(x) ? x : '?'));
        }
    }

    /// <summary>Where the next chunk begins.</summary>
    public int End => Start + Length + ChecksumBytes;

    /// <summary>Reads the chunk that begins at a position.</summary>
    /// <exception cref="EndOfStreamException">The file ends before it.</exception>
    public static PngChunk Read(ReadOnlySpan<byte> file, int position)
    {
        const int Before = sizeof(uint) + TypeBytes;
        if (file.Length - position < Before + ChecksumBytes)
            throw new EndOfStreamException();
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
        if (length > file.Length - position - Before - ChecksumBytes)
            throw new EndOfStreamException();
        return new PngChunk(BinaryPrimitives.ReadUInt32BigEndian(file[(position + sizeof(uint))..]), position + Before, (int)length);
    }

    /// <summary>Holds type and data against the checksum.</summary>
    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public void Check(ReadOnlySpan<byte> file)
    {
        var sum = Crc32.HashToUInt32(file[(Start - TypeBytes)..(Start + Length)]);
        if (sum != BinaryPrimitives.ReadUInt32BigEndian(file[(Start + Length)..]))
            throw new InvalidDataException($"the checksum of its chunk {Name} is wrong");
    }
}
