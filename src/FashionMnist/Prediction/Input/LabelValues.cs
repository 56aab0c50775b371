using System.Globalization;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// Labels from numbers and from text, whatever format they come from. A label that is missing, NaN, empty or -1 is not known, which is no
/// fault; whole numbers may be stored as floats.
/// </summary>
internal static class LabelValues
{
    /// <summary>Bytes of a text that are looked at; no label has as many.</summary>
    public const int MaximumLength = 256;

    private const double Unknown = -1;

    private const int MaximumShownLength = 20;

    private static readonly Dictionary<string, byte> LabelsByName = LabelMap.Labels
        .SelectMany(x => new[] { ($"{x}", (byte)x), (Plain(LabelMap.NameOf(x)), (byte)x) })
        .ToDictionary(x => x.Item1, x => x.Item2, StringComparer.Ordinal);

    /// <summary>Takes a number for a label.</summary>
    /// <param name="value">The number; NaN if it is missing.</param>
    /// <param name="label">0 to 9 or <see cref="ImageBatch.Unlabelled"/>.</param>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Read(double value, out byte label)
    {
        label = ImageBatch.Unlabelled;
        if (double.IsNaN(value) || value == Unknown)
            return null;
        if (value is < 0 or >= LabelMap.Count || value != Math.Floor(value))
            return string.Create(CultureInfo.InvariantCulture, $"label is {value}, allowed 0 to {LabelMap.Count - 1}");
        label = (byte)value;
        return null;
    }

    /// <summary>Takes text for a label: a number, or a name of the label map of which only letters and digits count, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">0 to 9 or <see cref="ImageBatch.Unlabelled"/>.</param>
    /// <returns>What is wrong with it, or <see langword="null"/>.</returns>
    public static string? Read(string text, out byte label)
    {
        label = ImageBatch.Unlabelled;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Read(number, out label);
        // A name has no digits; without them (9) or 9% would pass for a number that it is not.
        if (!text.Any(char.IsAsciiDigit) && LabelsByName.TryGetValue(Plain(text), out var named))
        {
            label = named;
            return null;
        }

        return $"label is '{Shown(text)}', allowed are 0 to {LabelMap.Count - 1} and the names {string.Join(", ", LabelMap.Names)}";
    }

    /// <summary>The label a folder is named by: 0 to 9, or a name of the label map, of which only letters and digits count, in any case.</summary>
    public static bool TryGetByFolder(string name, out byte label) => LabelsByName.TryGetValue(Plain(name), out label);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));

    private static string Shown(string text)
    {
        var shown = string.Concat(text.Take(MaximumShownLength).Select(x => char.IsControl(x) ? '\uFFFD' : x));
        return text.Length > MaximumShownLength ? shown + "..." : shown;
    }
}
