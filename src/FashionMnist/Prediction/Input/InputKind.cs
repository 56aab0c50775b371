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

    /// <summary>A zip archive, here of PNGs.</summary>
    Zip,

    /// <summary>A single PNG, which is no input of its own.</summary>
    Png,
}

/// <summary>Tells formats by their first bytes.</summary>
internal static class InputKinds
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int HeadLength = 4;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <summary>The format of a file that starts with <paramref name="head"/>.</summary>
    // Both IDX magic numbers start with two zero bytes, which no text does. An empty archive starts with its last record.
    public static InputKind Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("\0\0"u8) ? InputKind.Idx
        : head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) ? InputKind.Zip
        : head.StartsWith("PAR1"u8) ? InputKind.Parquet
        : head.StartsWith(Png) ? InputKind.Png
        : InputKind.Csv;
}
