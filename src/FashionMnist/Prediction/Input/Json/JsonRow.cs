using System.Globalization;
using System.Text.Json;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input.Json;

/// <summary>Turns an object into pixels and a label.</summary>
/// <param name="keep">Properties that are passed on.</param>
internal sealed class JsonRow(IReadOnlyList<string> keep)
{
    private readonly double[] _values = new double[ImageShape.Pixels];
    private string[] _pixels = [];

    /// <summary>Reads an object.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public string? Parse(JsonElement row, Span<byte> pixels, Span<string?> kept, out byte label)
    {
        label = ImageBatch.Unlabelled;
        for (var i = 0; i < keep.Count; i++)
            kept[i] = row.TryGetProperty(keep[i], out var value) ? Text(value) : null;
        string[] names = [.. row.EnumerateObject().Select(x => x.Name)];
        if (ColumnNames.FindLabel(names) is { } labelName && LabelOf(row.GetProperty(labelName), out label) is { } problem)
            return problem;
        if (ColumnNames.FindImage(names) is { } image)
            return ImageOf(row.GetProperty(image), pixels);
        // All rows of a file mostly have the same names.
        if (_pixels.Length == 0 || !Array.TrueForAll(_pixels, x => row.TryGetProperty(x, out _)))
            _pixels = ColumnNames.FindPixels(names) ?? [];
        return _pixels.Length == 0 ? "the object has no image" : PixelsOf(row, pixels);
    }

    private static string? LabelOf(JsonElement value, out byte label)
    {
        label = ImageBatch.Unlabelled;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => LabelValues.Read(value.GetDouble(), out label),
            JsonValueKind.String => LabelValues.Read(value.GetString()!, out label),
            _ => "label is neither a number nor text",
        };
    }

    private string? ImageOf(JsonElement image, Span<byte> pixels)
    {
        if (image.ValueKind == JsonValueKind.Null)
            return "the image is missing";
        if (image.ValueKind != JsonValueKind.Array)
            return $"the image is no list of {ImageShape.Pixels} numbers";
        var count = 0;
        var isSquare = image.GetArrayLength() == ImageShape.Height && image[0].ValueKind == JsonValueKind.Array;
        if (!isSquare)
            return Take(image, ref count) ?? Finish(count, pixels);
        foreach (var line in image.EnumerateArray())
        {
            if (line.ValueKind != JsonValueKind.Array || line.GetArrayLength() != ImageShape.Width)
                return $"the image is not {ImageShape.Height} lists of {ImageShape.Width} numbers";
            if (Take(line, ref count) is { } problem)
                return problem;
        }

        return Finish(count, pixels);
    }

    private string? PixelsOf(JsonElement row, Span<byte> pixels)
    {
        for (var i = 0; i < _pixels.Length; i++)
        {
            if (!TryNumber(row.GetProperty(_pixels[i]), out _values[i]))
                return $"{_pixels[i]} is no number";
        }

        var wrong = PixelValues.Convert(_values, pixels);
        return wrong < 0 ? null : PixelValues.Problem(_pixels[wrong], _values[wrong]);
    }

    private string? Take(JsonElement list, ref int count)
    {
        if (count + (long)list.GetArrayLength() > _values.Length)
            return Length(count + (long)list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (!TryNumber(item, out _values[count++]))
                return string.Create(CultureInfo.InvariantCulture, $"item {count} of the image is no number");
        }

        return null;
    }

    private string? Finish(int count, Span<byte> pixels)
    {
        if (count != _values.Length)
            return Length(count);
        var wrong = PixelValues.Convert(_values, pixels);
        return wrong < 0 ? null : PixelValues.Problem(string.Create(CultureInfo.InvariantCulture, $"number {wrong + 1} of the image"), _values[wrong]);
    }

    private static bool TryNumber(JsonElement value, out double number)
    {
        number = double.NaN;
        return value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static string Length(long count) =>
        string.Create(CultureInfo.InvariantCulture, $"the image has {count} numbers, expected {ImageShape.Pixels}");
}
