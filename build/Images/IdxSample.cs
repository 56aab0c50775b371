using System.Buffers.Binary;
using System.IO.Compression;
using FashionMnist.Models;

namespace FashionMnist.Build.Images;

/// <summary>Cuts the first items from an IDX file (yann.lecun.com/exdb/mnist), for runs that need real images but few.</summary>
internal static class IdxSample
{
    private const int BytesOfNumber = 4;
    private const byte FirstByteOfGzip = 0x1f;

    /// <summary>Writes the file that <see cref="Read(string, int)"/> gives.</summary>
    /// <param name="source">IDX file of unsigned bytes, gzip or not.</param>
    /// <param name="target">Where to.</param>
    /// <param name="count">How many; all if there are fewer.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it is no such file.</exception>
    public static void Write(string source, string target, int count) => File.WriteAllBytes(target, Read(source, count));

    /// <summary>A file with the first <paramref name="count"/> items, not compressed.</summary>
    /// <param name="source">IDX file of unsigned bytes, gzip or not.</param>
    /// <param name="count">How many; all if there are fewer.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it is no such file.</exception>
    public static byte[] Read(string source, int count)
    {
        try
        {
            using var stream = Open(source);
            var magic = Read(stream, BytesOfNumber);
            var dimensions = magic[3];
            var sizes = Read(stream, BytesOfNumber * dimensions);
            var taken = Math.Min(count, BinaryPrimitives.ReadInt32BigEndian(sizes));
            var bytes = 1;
            for (var i = 1; i < dimensions; i++)
                bytes *= BinaryPrimitives.ReadInt32BigEndian(sizes.AsSpan(i * BytesOfNumber));
            BinaryPrimitives.WriteInt32BigEndian(sizes, taken);
            return [.. magic, .. sizes, .. Read(stream, taken * bytes)];
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{source}: not an IDX file, or it ends early");
        }
    }

    /// <summary>Told by content, as the job does.</summary>
    private static Stream Open(string source)
    {
        var file = File.OpenRead(source);
        var compressed = file.ReadByte() == FirstByteOfGzip;
        file.Position = 0;
        return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
