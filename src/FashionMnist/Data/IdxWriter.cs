using System.Buffers.Binary;

namespace FashionMnist.Data;

/// <summary>Writes IDX files as <see cref="IdxReader"/> reads them, not packed.</summary>
public static class IdxWriter
{
    /// <summary>Writes uint8 images [N, 28, 28].</summary>
    public static void WriteImages(Stream stream, ReadOnlySpan<byte> images)
    {
        WriteImagesHeader(stream, images.Length / ImageShape.Pixels);
        stream.Write(images);
    }

    /// <summary>Writes what stands before <paramref name="count"/> images, for a caller that writes the images piece by piece.</summary>
    public static void WriteImagesHeader(Stream stream, int count) =>
        WriteHeader(stream, IdxReader.ImagesMagic, count, ImageShape.Height, ImageShape.Width);

    /// <summary>Writes uint8 labels [N].</summary>
    public static void WriteLabels(Stream stream, ReadOnlySpan<byte> labels)
    {
        WriteHeader(stream, IdxReader.LabelsMagic, labels.Length);
        stream.Write(labels);
    }

    private static void WriteHeader(Stream stream, params ReadOnlySpan<int> values)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
