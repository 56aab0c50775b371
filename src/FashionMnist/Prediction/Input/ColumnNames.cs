using System.Globalization;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Input;

/// <summary>The names that tables of images give their columns.</summary>
internal static class ColumnNames
{
    private static readonly string[] Images = ["image", "images", "img"];

    private static readonly string[] Labels = ["label", "labels", "class", "target"];

    // Pixels in row-major order, the first of them with this number.
    private static readonly Func<int, string>[] Pixels =
    [
        i => Invariant($"pixel{i + 1}"),
        i => Invariant($"pixel{i}"),
        i => Invariant($"{i}"),
        i => Invariant($"{i + 1}"),
        i => Invariant($"{(i / ImageShape.Width) + 1}x{(i % ImageShape.Width) + 1}"),
    ];

    /// <summary>The columns of pixels that are known, for messages.</summary>
    public static string ExpectedPixels { get; } =
        $"expected pixel1 to pixel{ImageShape.Pixels}, pixel0 to pixel{ImageShape.Pixels - 1}, the numbers alone, or 1x1 to {ImageShape.Height}x{ImageShape.Width}";

    /// <summary>The column that holds images, in any case of its letters; <see langword="null"/> if there is none.</summary>
    public static string? FindImage(IReadOnlyCollection<string> columns) => Find(Images, columns);

    /// <summary>The column that holds labels, in any case of its letters; <see langword="null"/> if there is none.</summary>
    public static string? FindLabel(IReadOnlyCollection<string> columns) => Find(Labels, columns);

    /// <summary>
    /// The columns of the 784 pixels in row-major order: <c>pixel1</c> to <c>pixel784</c>, <c>pixel0</c> to <c>pixel783</c>, the numbers alone, or
    /// <c>1x1</c> to <c>28x28</c>. <see langword="null"/> if they are not all there, or if 785 of them leave open where they start.
    /// </summary>
    public static string[]? FindPixels(IReadOnlyCollection<string> columns)
    {
        var known = columns.ToHashSet(StringComparer.Ordinal);
        string[][] complete = [.. Pixels.Select(x => Enumerable.Range(0, ImageShape.Pixels).Select(x).ToArray()).Where(known.IsSupersetOf)];
        return complete is [var names] ? names : null;
    }

    private static string? Find(string[] names, IReadOnlyCollection<string> columns) => names
        .Select(x => columns.FirstOrDefault(y => y == x) ?? columns.FirstOrDefault(y => y.Equals(x, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(x => x is not null);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
