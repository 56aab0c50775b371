using System.Buffers.Binary;
using FashionMnist.Models;
using Parquet;

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

    // Parsing takes milliseconds; some damaged metadata keep the library turning in circles.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Without limits the library's buffers only ever grow.
    private const int PooledBytes = 16 << 20;

    private static readonly ParquetOptions Options = new()
    {
        MaximumSmallPoolFreeBytes = PooledBytes,
        MaximumLargePoolFreeBytes = PooledBytes,
    };

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Opens a file.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if its end makes no sense.</exception>
    public static ParquetReader Open(SeekableInput file, TimeProvider time)
    {
        Check(file);
        file.Content.Position = 0;
        return ParquetFaults.WithPatience(
            file.Name, "its metadata", Patience, time, () => ParquetReader.CreateAsync(file.Content, Options, leaveStreamOpen: true));
    }

    private static void Check(SeekableInput file)
    {
        var length = file.Content.Length;
        Span<byte> tail = stackalloc byte[TailBytes + 1];
        if (length < Magic.Length + tail.Length)
            throw Bad(file, "the Parquet file is cut off");

        file.Content.Position = length - tail.Length;
        file.Content.ReadExactly(tail);
        if (!tail.EndsWith(Magic))
            throw Bad(file, "the Parquet file is cut off: it does not end in PAR1");
        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(tail[1..]);
        if (claimed > length - TailBytes - Magic.Length || claimed > MaximumBytes)
            throw Bad(file, $"its metadata claim {claimed} bytes");
        // A Thrift struct ends in a zero byte. Without it the library reads on for ever.
        if (tail[0] != 0)
            throw Bad(file, "its metadata do not end where they should");
    }

    private static FashionMnistException Bad(SeekableInput file, string problem, Exception? cause = null) =>
        new(ExitCodes.BadInput, $"{file.Name}: {problem}", cause);
}
