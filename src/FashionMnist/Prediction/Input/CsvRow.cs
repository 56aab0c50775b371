using System.Globalization;
using System.Text;
using CsvHelper;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input;

/// <summary>Turns the fields of a row into pixels and a label. Only plain digits count: no sign, no fraction, no exponent.</summary>
internal static class CsvRow
{
    private const int MaximumShownLength = 20;

    /// <summary>Parses the current row, which has 784 fields or, with a label in front, 785.</summary>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Parse(CsvReader csv, Span<byte> pixels, out byte label)
    {
        label = ImageBatch.Unlabelled;
        var first = csv.FieldCount - ImageShape.Pixels;
        if (first == 1 && (!TryParse(csv.GetSpan(0), out label) || !LabelMap.Contains(label)))
            return Describe(csv, "label", 0, LabelMap.Count - 1);

        for (var i = 0; i < pixels.Length; i++)
        {
            if (!TryParse(csv.GetSpan(first + i), out pixels[i]))
                return Describe(csv, string.Create(CultureInfo.InvariantCulture, $"pixel {i + 1}"), first + i, byte.MaxValue);
        }

        return null;
    }

    private static bool TryParse(ReadOnlySpan<byte> field, out byte value) =>
        byte.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Describe(CsvReader csv, string what, int column, int maximum)
    {
        var field = csv.GetSpan(column);
        if (field.IsEmpty)
            return $"{what} is empty";
        var outside = long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && (number < 0 || number > maximum);
        return outside
            ? string.Create(CultureInfo.InvariantCulture, $"{what} is {number}, allowed 0 to {maximum}")
            : $"{what} is '{Shown(field)}', not a whole number from 0 to {maximum}";
    }

    private static string Shown(ReadOnlySpan<byte> field)
    {
        var text = string.Concat(Encoding.UTF8.GetString(field[..Math.Min(field.Length, MaximumShownLength)])
            .Select(x => char.IsControl(x) ? '\uFFFD' : x));
        return field.Length > MaximumShownLength ? text + "..." : text;
    }
}
