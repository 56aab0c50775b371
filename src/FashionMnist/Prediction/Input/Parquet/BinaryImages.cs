using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Prediction.Input.Parquet.Format;
using FashionMnist.Prediction.Input.Png;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Images that are bytes: each a PNG, as Hugging Face's datasets hold them, or 784 pixels.</summary>
internal sealed class BinaryImages(BinaryColumn column, PngConverter converter) : IImageColumn
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public string? Next(Span<byte> pixels, out PngTraits traits)
    {
        traits = default;
        if (column.Next() is not { } image)
            return "the image is missing";
        if (image.Span.StartsWith(Png))
            return converter.Convert(image, pixels, out traits);
        if (image.Length != ImageShape.Pixels)
            return Problem(image.Span);
        image.Span.CopyTo(pixels);
        return null;
    }

    public void Skip(long rows)
    {
        for (; rows > 0; rows--)
            column.Next();
    }

    private static string Problem(ReadOnlySpan<byte> image) => FileContents.NameOf(image) is { } content
        ? $"the image is {content}; expected a PNG or {ImageShape.Pixels} bytes"
        : string.Create(CultureInfo.InvariantCulture, $"the image has {image.Length} bytes, expected {ImageShape.Pixels} or a PNG");
}
