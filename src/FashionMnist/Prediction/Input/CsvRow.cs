using System.Globalization;
using System.Text;
using CsvHelper;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input;

/// <summary>Turns the fields of a row into pixels and a label: whole numbers, also where they are written as floats (<c>9.0</c>, <c>9e+00</c>).</summary>
internal static class CsvRow
{
    private const int MaximumShownLength = 20;

    /// <summary>Parses the current row.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Parse(CsvReader csv, CsvLayout layout, Span<byte> pixels, out byte label)
    {
        label = ImageBatch.Unlabelled;
        if (layout.Label >= 0 && LabelOf(csv.GetSpan(layout.Label), out label) is { } problem)
            return problem;

        for (var i = 0; i < pixels.Length; i++)
        {
            var field = csv.GetSpan(layout.Pixels[i]);
            if (!TryParse(field, out pixels[i]) && PixelOf(field, i, out pixels[i]) is { } wrong)
                return wrong;
        }

        return null;
    }

    private static bool TryParse(ReadOnlySpan<byte> field, out byte value) =>
        byte.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string? LabelOf(ReadOnlySpan<byte> field, out byte label) =>
        TryParse(field, out label) && LabelMap.Contains(label) ? null : LabelValues.Read(Encoding.UTF8.GetString(field), out label);

    /// <summary>A pixel that is not written in plain digits.</summary>
    private static string? PixelOf(ReadOnlySpan<byte> field, int index, out byte pixel)
    {
        pixel = 0;
        var what = string.Create(CultureInfo.InvariantCulture, $"pixel {index + 1}");
        if (field.IsEmpty)
            return $"{what} is empty";
        if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"{what} is '{Shown(field)}', not a whole number from 0 to {byte.MaxValue}";
        return PixelValues.Convert([number], new Span<byte>(ref pixel)) < 0 ? null : PixelValues.Problem(what, number);
    }

    private static string Shown(ReadOnlySpan<byte> field)
    {
        var text = string.Concat(Encoding.UTF8.GetString(field[..Math.Min(field.Length, MaximumShownLength)])
            .Select(x => char.IsControl(x) ? '\uFFFD' : x));
        return field.Length > MaximumShownLength ? text + "..." : text;
    }
}
