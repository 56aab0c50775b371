using System.Buffers.Binary;
using FashionMnist.Prediction.Input.Parquet.Format;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>
/// Reads the metadata at the end of a file: a Thrift struct, its length, and <c>PAR1</c>
/// (https://parquet.apache.org/docs/file-format/).
/// </summary>
internal static class ParquetFooter
{
    /// <summary>Longest metadata that is read, in bytes: 784 columns take some 100 kB a row group.</summary>
    public const int MaximumBytes = 64 << 20;

    private const int TailBytes = 8;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private static ReadOnlySpan<byte> EncryptedMagic => "PARE"u8;

    /// <summary>Reads the metadata of a file.</summary>
    /// <exception cref="InvalidDataException">If its end makes no sense.</exception>
    public static FileMetadata Read(Stream file)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (file.Length < Magic.Length + tail.Length)
            throw new InvalidDataException("the Parquet file is cut off");

        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        if (tail.EndsWith(EncryptedMagic))
            throw FileMetadata.Encrypted();
        if (!tail.EndsWith(Magic))
            throw new InvalidDataException("the Parquet file is cut off: it does not end in PAR1");
        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (claimed > file.Length - TailBytes - Magic.Length || claimed > MaximumBytes)
            throw new InvalidDataException($"its metadata claim {claimed} bytes");

        var metadata = new byte[claimed];
        file.Position = file.Length - TailBytes - claimed;
        file.ReadExactly(metadata);
        try
        {
            return new FileMetadata(metadata);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("its metadata do not end where they should", e);
        }
    }
}
