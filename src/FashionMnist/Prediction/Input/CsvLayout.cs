using System.Globalization;
using CsvHelper;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input;

/// <summary>Which column of a CSV file holds what. The first row decides: by names where it is a header, else by its number of fields.</summary>
/// <param name="Columns">Fields of each row.</param>
/// <param name="Label">Index of the label's field; -1: there are no labels.</param>
/// <param name="Pixels">Indices of the 784 pixels' fields in row-major order.</param>
/// <param name="Names">The header; empty if there is none.</param>
internal sealed record CsvLayout(int Columns, int Label, int[] Pixels, string[] Names)
{
    private const int Labelled = ImageShape.Pixels + 1;

    /// <summary>Whether the first row is a header.</summary>
    public bool HasHeader => Names.Length > 0;

    /// <summary>Reads the layout off the current row.</summary>
    /// <returns>The layout, or <see langword="null"/> and what is wrong.</returns>
    public static (CsvLayout? Layout, string? Problem) Of(CsvReader csv)
    {
        var names = Enumerable.Range(0, csv.FieldCount).Select(x => csv.GetString(x).Trim()).ToArray();
        if (ColumnNames.FindPixels(names) is { } pixels)
            return Named(names, pixels);
        // A row of data has numbers, and a header without them names something else.
        if (!names.Any(IsNumber) && names.Any(x => x.Length > 0) && names.Length >= ImageShape.Pixels)
            return (null, $"it looks like a header, and names no pixels; {ColumnNames.ExpectedPixels}");
        return names.Length is ImageShape.Pixels or Labelled
            ? (ByPosition(names.Length), null)
            : (null, string.Create(
                CultureInfo.InvariantCulture,
                $"{names.Length} columns separated by commas{Separator(names)}; expected {ImageShape.Pixels} pixels, or a label and {ImageShape.Pixels} pixels"));
    }

    private static (CsvLayout? Layout, string? Problem) Named(string[] names, string[] pixels)
    {
        var twice = names.Where(x => x.Length > 0).GroupBy(x => x, StringComparer.Ordinal).FirstOrDefault(x => x.Count() > 1)?.Key;
        if (twice is not null)
            return (null, $"two columns are called {twice}");
        var label = ColumnNames.FindLabel(names);
        return (new CsvLayout(names.Length, label is null ? -1 : Array.IndexOf(names, label), [.. pixels.Select(x => Array.IndexOf(names, x))], names), null);
    }

    private static CsvLayout ByPosition(int columns) =>
        new(columns, columns == Labelled ? 0 : -1, [.. Enumerable.Range(columns - ImageShape.Pixels, ImageShape.Pixels)], []);

    private static string Separator(string[] names) =>
        names is not [var only] ? ""
        : only.Contains(';', StringComparison.Ordinal) ? " (there are semicolons; write commas)"
        : only.Contains('\t', StringComparison.Ordinal) ? " (there are tabs; write commas)"
        : "";

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
