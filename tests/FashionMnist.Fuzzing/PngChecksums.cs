using System.Buffers.Binary;
using System.IO.Hashing;

namespace FashionMnist.Fuzzing;

/// <summary>Sets the checksums of a PNG right: an attacker can compute them, and without them no change would ever get past them.</summary>
internal static class PngChecksums
{
    private const int Signature = 8;
    private const int AroundData = 12;

    /// <summary>Sets them in place, as far as there are whole chunks.</summary>
    public static void Repair(Span<byte> file)
    {
        for (var position = Signature; file.Length - position >= AroundData;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (length > file.Length - position - AroundData)
                return;
            var typeAndData = file.Slice(position + sizeof(uint), sizeof(uint) + (int)length);
            position += AroundData + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file[(position - sizeof(uint))..], Crc32.HashToUInt32(typeAndData));
        }
    }
}
