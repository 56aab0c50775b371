namespace FashionMnist.Prediction;

/// <summary>How predictions are written.</summary>
public enum OutputFormat
{
    /// <summary>Comma-separated values (RFC 4180) with a header.</summary>
    Csv,

    /// <summary>One JSON object a line (jsonlines.org).</summary>
    Jsonl,

    /// <summary>Apache Parquet (parquet.apache.org).</summary>
    Parquet,
}
