using FashionMnist.Prediction.Output.Parquet;

namespace FashionMnist.Prediction.Output;

/// <summary>The formats by their names.</summary>
internal static class PredictionFormats
{
    /// <param name="format">Which one.</param>
    /// <param name="withFiles">Whether a last field names the file of the image.</param>
    public static IPredictionFormat Create(OutputFormat format, bool withFiles) => format switch
    {
        OutputFormat.Csv => new CsvFormat(withFiles),
        OutputFormat.Jsonl => new JsonLinesFormat(withFiles),
        OutputFormat.Parquet => new ParquetFormat(withFiles),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>What the names of its files end in, without the dot.</summary>
    public static string Extension(OutputFormat format) => format.ToString().ToLowerInvariant();
}
