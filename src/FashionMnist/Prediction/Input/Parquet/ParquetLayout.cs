using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Models;
using Parquet.Schema;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>
/// Which columns hold what: <c>image</c> with 784 bytes, or <c>pixel1</c> to <c>pixel784</c> as whole numbers, and <c>label</c> if there is one.
/// Other columns are passed over.
/// </summary>
internal sealed class ParquetLayout
{
    private const string LabelColumn = "label";
    private const string ImageColumn = "image";
    private const string PixelColumn = "pixel";

    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if the columns fit neither layout.</exception>
    public ParquetLayout(ParquetSchema schema, string name)
    {
        var fields = new Dictionary<string, DataField>(StringComparer.Ordinal);
        foreach (var field in schema.Fields.OfType<DataField>())
            fields.TryAdd(field.Name, field);

        Label = fields.GetValueOrDefault(LabelColumn);
        if (fields.TryGetValue(ImageColumn, out var image))
        {
            Image = image.ClrType == typeof(ReadOnlyMemory<byte>) && image.MaxRepetitionLevel == 0
                ? image
                : throw Bad(name, $"column {ImageColumn} is of type {image.ClrType.Name}, expected binary of {ImageShape.Pixels} bytes");
        }
        else
        {
            Pixels = [.. Enumerable.Range(1, ImageShape.Pixels).Select(i => string.Create(CultureInfo.InvariantCulture, $"{PixelColumn}{i}"))
                .Select(x => fields.GetValueOrDefault(x) ?? throw Bad(name, Missing(x, schema)))];
        }

        var wrong = Pixels.Append(Label).FirstOrDefault(x => x is not null && !WholeNumbers.Supports(x));
        if (wrong is not null)
            throw Bad(name, $"column {wrong.Name} is of type {wrong.ClrType.Name}, expected whole numbers");
    }

    /// <summary>The labels, if there are any.</summary>
    public DataField? Label { get; }

    /// <summary>The images as bytes; <see langword="null"/> if the pixels are columns.</summary>
    public DataField? Image { get; }

    /// <summary>The 784 pixels; empty if the images are bytes.</summary>
    public IReadOnlyList<DataField> Pixels { get; } = [];

    private static string Missing(string pixel, ParquetSchema schema)
    {
        const int shown = 5;
        var names = schema.Fields.Take(shown).Select(x => string.Concat(x.Name.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
        var more = schema.Fields.Count > shown ? ", ..." : "";
        return $"no column {pixel} among {string.Join(", ", names)}{more}; "
            + $"expected {ImageColumn} (binary of {ImageShape.Pixels} bytes) or {PixelColumn}1 to {PixelColumn}{ImageShape.Pixels}, and {LabelColumn} if known";
    }

    private static FashionMnistException Bad(string name, string problem) => new(ExitCodes.BadInput, $"{name}: {problem}");
}
