using FashionMnist.Data;
using Parquet;
using Parquet.Schema;

namespace FashionMnist.Prediction.Output.Parquet;

/// <summary>The rows of a row group by column, and their types: bigint, int, string, float, int or null, and string in Athena's words.</summary>
internal sealed class PredictionColumns(OutputFields fields)
{
    private static readonly DataField Index = new DataField<long>(FieldNames.Index);
    private static readonly DataField Predicted = new DataField<int>(FieldNames.Predicted);
    private static readonly DataField Name = new(FieldNames.Name, typeof(string), isNullable: false);
    private static readonly DataField Probability = new DataField<float>(FieldNames.Probability);
    private static readonly DataField Expected = new(FieldNames.Expected, typeof(int), isNullable: true);
    private static readonly DataField File = new(FieldNames.File, typeof(string), isNullable: false);

    private readonly DataField[] _probabilities = [.. fields.Probabilities ? OutputFields.ProbabilityColumns.Select(x => new DataField<float>(x)) : []];
    private readonly DataField[] _kept = [.. fields.Kept.Select(x => new DataField(x, typeof(string), isNullable: true))];
    private readonly List<Prediction> _rows = [];
    private ParquetSchema? _schema;

    public ParquetSchema Schema => _schema ??=
        new([Index, Predicted, Name, Probability, Expected, .. _probabilities, .. fields.Files ? [File] : Array.Empty<DataField>(), .. _kept]);

    public int Count => _rows.Count;

    // The batch goes round before the row is written.
    public void Add(in Prediction prediction) => _rows.Add(prediction with
    {
        Probabilities = fields.Probabilities ? prediction.Probabilities.ToArray() : default,
        Kept = prediction.Kept.ToArray(),
    });

    /// <summary>Writes the rows as one row group and forgets them.</summary>
    public async Task WriteAsync(ParquetWriter writer)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<long>(Index, Column(x => x.Index));
        await group.WriteAsync<int>(Predicted, Column(x => (int)x.Label));
        await group.WriteAsync(Name, _rows.ConvertAll(x => LabelMap.NameOf(x.Label)));
        await group.WriteAsync<float>(Probability, Column(x => x.Probability));
        await group.WriteAsync<int>(Expected, Column(x => (int?)x.Expected));
        for (var i = 0; i < _probabilities.Length; i++)
            await group.WriteAsync<float>(_probabilities[i], Column(x => x.Probabilities.Span[i]));
        if (fields.Files)
            await group.WriteAsync(File, _rows.ConvertAll(x => x.File!));
        for (var i = 0; i < _kept.Length; i++)
            await group.WriteAsync(_kept[i], _rows.ConvertAll(x => x.Kept.Span[i]));
        group.CompleteValidate();
        _rows.Clear();
    }

    private ReadOnlyMemory<T> Column<T>(Func<Prediction, T> value)
    {
        var column = new T[_rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(_rows[i]);
        return column;
    }
}
