using FashionMnist.Prediction.Output.Parquet;

namespace FashionMnist.Prediction.Output;

/// <summary>The formats by their names.</summary>
internal static class PredictionFormats
{
    /// <param name="format">Which one.</param>
    /// <param name="fields">Fields that not every run has.</param>
    public static IPredictionFormat Create(OutputFormat format, OutputFields fields) => format switch
    {
        OutputFormat.Csv => new CsvFormat(fields),
        OutputFormat.Jsonl => new JsonLinesFormat(fields),
        OutputFormat.Parquet => new ParquetFormat(fields),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>What the names of its files end in, without the dot.</summary>
    public static string Extension(OutputFormat format) => format.ToString().ToLowerInvariant();
}
