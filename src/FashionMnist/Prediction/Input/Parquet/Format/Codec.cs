using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>How pages are compressed (https://parquet.apache.org/docs/file-format/data-pages/compression/).</summary>
internal enum Codec
{
    None = 0,
    Snappy = 1,
    GZip = 2,
    Lzo = 3,
    Brotli = 4,
    Lz4Hadoop = 5,
    Zstd = 6,
    Lz4 = 7,
}

/// <summary>Unpacks pages.</summary>
internal static class Codecs
{
    /// <summary>Fills <paramref name="unpacked"/>, whose length the page tells.</summary>
    /// <exception cref="InvalidDataException">If the bytes are damaged or of another length, or the codec is none that is read.</exception>
    public static void Unpack(Codec codec, ArraySegment<byte> packed, Span<byte> unpacked)
    {
        if (UnpackedLength(codec, packed, unpacked) != unpacked.Length)
            throw new InvalidDataException("a page cannot be unpacked");
    }

    private static int UnpackedLength(Codec codec, ArraySegment<byte> packed, Span<byte> unpacked)
    {
        try
        {
            return UnpackTo(codec, packed, unpacked);
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            // Only memory is touched here: whatever a codec throws, the bytes are to blame.
            throw new InvalidDataException("a page cannot be unpacked", e);
        }
    }

    private static int UnpackTo(Codec codec, ArraySegment<byte> packed, Span<byte> unpacked) => codec switch
    {
        Codec.None => Copy(packed.AsSpan(), unpacked),
        Codec.Snappy => Snappy.TryDecompress(packed.AsSpan(), unpacked, out var written) ? written : -1,
        Codec.GZip => GZip(packed, unpacked),
        Codec.Brotli => BrotliDecoder.TryDecompress(packed.AsSpan(), unpacked, out var written) ? written : -1,
        Codec.Zstd => Zstd(packed.AsSpan(), unpacked),
        Codec.Lz4 => LZ4Codec.Decode(packed.AsSpan(), unpacked),
        Codec.Lzo => throw Unknown("LZO"),
        Codec.Lz4Hadoop => throw Unknown("Hadoop's LZ4"),
        _ => throw Unknown($"codec {codec:D}"),
    };

    private static int Copy(ReadOnlySpan<byte> packed, Span<byte> unpacked) => packed.TryCopyTo(unpacked) ? packed.Length : -1;

    private static int GZip(ArraySegment<byte> packed, Span<byte> unpacked)
    {
        using var stream = new GZipStream(new MemoryStream(packed.Array!, packed.Offset, packed.Count), CompressionMode.Decompress);
        var length = stream.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
        return stream.ReadByte() < 0 ? length : -1;
    }

    private static int Zstd(ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        using var decompressor = new Decompressor();
        return decompressor.TryUnwrap(packed, unpacked, out var written) ? written : -1;
    }

    private static InvalidDataException Unknown(string name) =>
        new($"it is compressed with {name}, which is not read; write it with Snappy, Zstandard, gzip, Brotli, LZ4_RAW or without compression");
}
