namespace FashionMnist.Prediction.Input;

/// <summary>Formats a file may have.</summary>
internal enum InputKind
{
    /// <summary>Text, if nothing else is recognised.</summary>
    Csv,

    /// <summary>IDX, raw.</summary>
    Idx,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>A zip archive: of PNGs, or NumPy's of arrays.</summary>
    Zip,

    /// <summary>A single PNG.</summary>
    Png,

    /// <summary>An array of NumPy.</summary>
    NumPy,

    /// <summary>An object of JSON a line.</summary>
    JsonLines,
}

/// <summary>Tells formats by their first bytes.</summary>
internal static class InputKinds
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static ReadOnlySpan<byte> NumPy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The format of a file.</summary>
    /// <param name="head">Its first <see cref="FileContents.HeadLength"/> bytes.</param>
    // Both IDX magic numbers start with two zero bytes, which no text does. An empty archive starts with its last record.
    public static InputKind Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("\0\0"u8) ? InputKind.Idx
        : head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) ? InputKind.Zip
        : head.StartsWith("PAR1"u8) ? InputKind.Parquet
        : head.StartsWith(Png) ? InputKind.Png
        : head.StartsWith(NumPy) ? InputKind.NumPy
        : FileContents.Text(head).StartsWith("{"u8) ? InputKind.JsonLines
        : InputKind.Csv;
}
