using FashionMnist.Data;
using FashionMnist.Prediction.Input.Parquet.Format;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>
/// Which columns hold what, by <see cref="ColumnNames"/>: images as PNGs or 784 bytes, in a struct as Hugging Face's datasets have them or not, as a
/// list of 784 whole numbers or 28 lists of 28, or as a column for each pixel; and labels, as numbers or names, if there are any. Other columns
/// are passed over.
/// </summary>
internal sealed class ParquetLayout
{
    // What Hugging Face calls the part of an image that holds its file.
    private const string StructBytes = "bytes";

    private const int NamesShown = 5;

    /// <param name="columns">The columns of a file.</param>
    /// <param name="keep">Those that are passed on.</param>
    /// <exception cref="InvalidDataException">If the columns fit no layout, or one to keep is missing or neither number nor text.</exception>
    public ParquetLayout(IReadOnlyList<Column> columns, IReadOnlyList<string> keep)
    {
        string[] names = [.. columns.Select(x => x.Name)];
        Kept = [.. keep.Select(x => names.Contains(x) ? Single(columns, x) : throw new InvalidDataException($"no column {x} to keep"))];
        if (Kept.FirstOrDefault(x => x.Repetition > 0 || !(x.IsNumber || x.IsBinary)) is { } wrong)
            throw new InvalidDataException($"column {Shown(wrong.Name)} holds neither numbers nor text, and cannot be kept");
        if (ColumnNames.FindLabel(names) is { } label)
            Label = Single(columns, label);
        if (Label is not null && (Label.Repetition > 0 || !(Label.IsNumber || Label.IsBinary)))
            throw new InvalidDataException($"column {Shown(Label.Name)} holds neither whole numbers nor text");
        if (ColumnNames.FindImage(names) is { } image)
            Image = ImageOf(Single(columns, image));
        else
            Pixels = ColumnNames.FindPixels(names) is { } pixels ? PixelsOf(columns, pixels) : throw NoImages(names);
    }

    /// <summary>Columns that are passed on.</summary>
    public IReadOnlyList<Column> Kept { get; }

    /// <summary>The labels, if there are any.</summary>
    public Column? Label { get; }

    /// <summary>The column whose values are images, or their numbers; <see langword="null"/> if each pixel is a column.</summary>
    public Column? Image { get; }

    /// <summary>The 784 pixels in row-major order; empty if an image is one column.</summary>
    public IReadOnlyList<Column> Pixels { get; } = [];

    private static Column ImageOf(Column image)
    {
        var column = image;
        while (column.Index < 0)
        {
            column = column.Children.FirstOrDefault(x => x is { Name: StructBytes, IsBinary: true })
                ?? (column.Children is [var only] ? only : throw NoImage(image));
        }

        return column is { Kind: ValueKind.Bytes, Repetition: 0 } or { IsNumber: true, Repetition: 1 or 2 } ? column : throw NoImage(image);
    }

    private static Column[] PixelsOf(IReadOnlyList<Column> columns, string[] names)
    {
        var byName = columns.ToLookup(x => x.Name, StringComparer.Ordinal);
        Column[] pixels = [.. names.Select(x => byName[x].Count() == 1 ? byName[x].First() : throw Twice(x))];
        return Array.Find(pixels, x => !x.IsNumber || x.Repetition > 0) is { } wrong
            ? throw new InvalidDataException($"column {Shown(wrong.Name)} holds no whole numbers")
            : pixels;
    }

    private static Column Single(IReadOnlyList<Column> columns, string name) =>
        columns.Count(x => x.Name == name) == 1 ? columns.First(x => x.Name == name) : throw Twice(name);

    private static InvalidDataException Twice(string name) => new($"two columns are called {Shown(name)}");

    private static InvalidDataException NoImage(Column image) => new(
        $"column {Shown(image.Name)} holds neither PNGs, nor {ImageShape.Pixels} bytes, nor a list of {ImageShape.Pixels} whole numbers or {ImageShape.Height} lists of {ImageShape.Width}");

    private static InvalidDataException NoImages(string[] names) => new(
        $"no images among its columns ({string.Join(", ", names.Take(NamesShown).Select(Shown))}{(names.Length > NamesShown ? ", ..." : "")}); "
        + $"expected image with PNGs, {ImageShape.Pixels} bytes or a list of {ImageShape.Pixels} whole numbers, or a column for each pixel: {ColumnNames.ExpectedPixels}");

    private static string Shown(string name) => string.Concat(name.Select(x => char.IsControl(x) ? '\uFFFD' : x));
}
