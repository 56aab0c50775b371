using System.Text;

namespace FashionMnist.Prediction.Input;

/// <summary>Names what a file holds that is none of the formats that are read, so that a message can say what was given instead.</summary>
internal static class FileContents
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int HeadLength = 512;

    // The signature of a tar archive stands in its first header (POSIX.1-2017, ustar interchange format).
    private const int TarOffset = 257;

    // The registered signatures are those of https://www.iana.org/assignments/media-types and of each format's own specification.
    private static readonly (int Offset, byte[] Signature, string Name)[] Signatures =
    [
        (0, [0xff, 0xd8, 0xff], "a JPEG picture, which is not read; convert it to PNG"),
        (0, [.. "GIF8"u8], "a GIF picture, which is not read; convert it to PNG"),
        (8, [.. "WEBP"u8], "a WebP picture, which is not read; convert it to PNG"),
        (0, [.. "II*\0"u8], "a TIFF picture, which is not read; convert it to PNG"),
        (0, [.. "MM\0*"u8], "a TIFF picture, which is not read; convert it to PNG"),
        (0, [0x1f, 0x8b], "packed with gzip twice; unpack it once"),
        (0, [0x28, 0xb5, 0x2f, 0xfd], "packed with Zstandard; unpack it, or pack it with gzip"),
        (0, [0xfd, .. "7zXZ\0"u8], "packed with xz; unpack it, or pack it with gzip"),
        (0, [.. "BZh"u8], "packed with bzip2; unpack it, or pack it with gzip"),
        (0, [0x04, 0x22, 0x4d, 0x18], "packed with LZ4; unpack it, or pack it with gzip"),
        (0, [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive; unpack it, or make it a zip archive"),
        (0, [.. "Rar!"u8], "a RAR archive; unpack it, or make it a zip archive"),
        (TarOffset, [.. "ustar"u8], "a tar archive; unpack it, and give the folder"),
        (0, [.. "PARE"u8], "an encrypted Parquet file; write it without encryption"),
        (0, [.. "ARROW1"u8], "an Arrow or Feather file; write it as Parquet"),
        (0, [.. "FEA1"u8], "a Feather file; write it as Parquet"),
        (0, [0xff, 0xff, 0xff, 0xff], "a stream of Arrow; write it as Parquet"),
        (0, [.. "ORC"u8], "an ORC file; write it as Parquet"),
        (0, [.. "Obj\u0001"u8], "an Avro file; write it as Parquet"),
        (0, [0x89, .. "HDF"u8], "an HDF5 file; write it as Parquet or NumPy's .npy"),
        (0, [.. "MATLAB 5.0"u8], "a MATLAB file; write it as Parquet or NumPy's .npy"),
        (0, [.. "SQLite format 3"u8], "an SQLite database; write the table as Parquet or CSV"),
        (0, [.. "%PDF"u8], "a PDF file"),
        (0, [0xff, 0xfe], "text in UTF-16; write it in UTF-8"),
        (0, [0xfe, 0xff], "text in UTF-16; write it in UTF-8"),
        (0, [.. "version https://git-lfs"u8], "a pointer of Git LFS in place of the file; run git lfs pull"),
    ];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>What a file is that starts with <paramref name="head"/>; <see langword="null"/> if nothing is recognised.</summary>
    public static string? NameOf(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, signature, name) in Signatures)
        {
            if (head.Length >= offset && head[offset..].StartsWith(signature))
                return name;
        }

        if (IsPickle(head))
            return "a Python pickle, which is not read; write it as Parquet or NumPy's .npy";
        var text = Text(head);
        if (!text.StartsWith("<"u8))
            return text.StartsWith("["u8) ? "a JSON array; write one object a line (JSON Lines)" : null;
        var start = Encoding.UTF8.GetString(text).ToLowerInvariant();
        return start.StartsWith("<!doctype html", StringComparison.Ordinal) || start.StartsWith("<html", StringComparison.Ordinal)
            ? "a web page; a link to a page was saved in place of the file"
            : "XML, perhaps the answer of a server in place of the file";
    }

    /// <summary>The beginning of text, without a byte order mark and blanks.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> head) =>
        (head.StartsWith(ByteOrderMark) ? head[ByteOrderMark.Length..] : head).TrimStart(" \t\r\n"u8);

    // Protocol 2 to 5, as every Python 3 writes them.
    private static bool IsPickle(ReadOnlySpan<byte> head) => head is [0x80, >= 2 and <= 5, ..];
}
