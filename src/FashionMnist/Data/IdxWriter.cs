using System.Buffers.Binary;

namespace FashionMnist.Data;

/// <summary>Writes IDX files as <see cref="IdxReader"/> reads them, not packed.</summary>
public static class IdxWriter
{
    /// <summary>Writes uint8 images [N, 28, 28].</summary>
    public static void WriteImages(Stream stream, ReadOnlySpan<byte> images)
    {
        WriteHeader(stream, IdxReader.ImagesMagic, images.Length / ImageShape.Pixels, ImageShape.Height, ImageShape.Width);
        stream.Write(images);
    }

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
