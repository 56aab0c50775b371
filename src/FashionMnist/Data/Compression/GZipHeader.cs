using System.IO.Hashing;

namespace FashionMnist.Data.Compression;

/// <summary>The header of a gzip member (RFC 1952, section 2.3).</summary>
internal static class GZipHeader
{
    private const int Deflate = 8;
    private const int HasChecksum = 1 << 1;
    private const int HasExtra = 1 << 2;
    private const int HasName = 1 << 3;
    private const int HasComment = 1 << 4;
    private const int Reserved = 0b1110_0000;

    // Time, extra flags, operating system.
    private const int UnusedBytes = 6;

    /// <summary>What a member starts with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1f, 0x8b];

    /// <summary>Passes over a header, of which the magic bytes are known to be there.</summary>
    /// <exception cref="InvalidDataException">It is not one that RFC 1952 allows.</exception>
    public static void Skip(RewindableInput input)
    {
        var bytes = new Taken(input);
        bytes.Skip(Magic.Length);
        var method = bytes.Next();
        if (method != Deflate)
            throw new InvalidDataException($"compression method {method}, expected {Deflate} (deflate)");

        var flags = bytes.Next();
        if ((flags & Reserved) != 0)
            throw new InvalidDataException($"flags 0x{flags:x2}, of which the upper three bits must be 0");

        bytes.Skip(UnusedBytes);
        if ((flags & HasExtra) != 0)
            bytes.Skip(bytes.Next() | (bytes.Next() << 8));
        if ((flags & HasName) != 0)
            bytes.SkipText();
        if ((flags & HasComment) != 0)
            bytes.SkipText();
        if ((flags & HasChecksum) != 0 && bytes.Checksum != (bytes.Next() | (bytes.Next() << 8)))
            throw new InvalidDataException("the checksum of its header does not match");
    }

    private sealed class Taken(RewindableInput input)
    {
        private readonly Crc32 _checksum = new();

        /// <summary>The lower half of the checksum of the bytes so far.</summary>
        public int Checksum => (int)(_checksum.GetCurrentHashAsUInt32() & 0xffff);

        public int Next()
        {
            var value = input.ReadByte();
            if (value < 0)
                throw new InvalidDataException("the file ends inside its header");
            _checksum.Append([(byte)value]);
            return value;
        }

        public void Skip(int count)
        {
            for (var i = 0; i < count; i++)
                Next();
        }

        public void SkipText()
        {
            while (Next() != 0)
            {
            }
        }
    }
}
