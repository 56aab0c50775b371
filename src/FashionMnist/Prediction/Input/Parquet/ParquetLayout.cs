using System.Globalization;
using FashionMnist.Data;
using FashionMnist.Models;
using Parquet.Schema;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>
/// Which columns hold what: <c>image</c> with 784 bytes or a list of 784 whole numbers, or <c>pixel1</c> to <c>pixel784</c> as whole numbers, and <c>label</c> if there is one.
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
        if (schema.Fields.FirstOrDefault(x => x.Name == ImageColumn) is { } image)
        {
            Image = image is DataField { MaxRepetitionLevel: 0 } bytes && bytes.ClrType == typeof(ReadOnlyMemory<byte>) ? bytes : null;
            ImageItems = image is ListField { Item: DataField { MaxRepetitionLevel: 1 } items } && WholeNumbers.IsWhole(items) ? items : null;
            if (Image is null && ImageItems is null)
                throw Bad(name, $"column {ImageColumn} is neither binary of {ImageShape.Pixels} bytes nor a list of {ImageShape.Pixels} whole numbers");
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

    /// <summary>The images as bytes, if they are.</summary>
    public DataField? Image { get; }

    /// <summary>The items of the images as lists, if they are.</summary>
    public DataField? ImageItems { get; }

    /// <summary>The 784 pixels; empty if an image is one column.</summary>
    public IReadOnlyList<DataField> Pixels { get; } = [];

    private static string Missing(string pixel, ParquetSchema schema)
    {
        const int shown = 5;
        var names = schema.Fields.Take(shown).Select(x => string.Concat(x.Name.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
        var more = schema.Fields.Count > shown ? ", ..." : "";
        return $"no column {pixel} among {string.Join(", ", names)}{more}; "
            + $"expected {ImageColumn} ({ImageShape.Pixels} bytes, or a list of them) or {PixelColumn}1 to {PixelColumn}{ImageShape.Pixels}, and {LabelColumn} if known";
    }

    private static FashionMnistException Bad(string name, string problem) => new(ExitCodes.BadInput, $"{name}: {problem}");
}
