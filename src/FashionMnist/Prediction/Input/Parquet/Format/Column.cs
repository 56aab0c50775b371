namespace FashionMnist.Prediction.Input.Parquet.Format;

/// <summary>What the values of a column are, storage and meaning together.</summary>
internal enum ValueKind
{
    /// <summary>Something that is neither number nor text nor bytes, or a group of columns.</summary>
    Other,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Half,
    Single,
    Double,

    /// <summary>64 bits as they are: whole numbers that a float64 could not hold.</summary>
    Bits64,
    Bytes,
    Text,
}

/// <summary>A column or a group of columns.</summary>
/// <param name="Name">Its name, without those of the groups around it.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Width">Bytes of a value; 0 if they vary.</param>
/// <param name="Index">Number of the column among all that hold values; -1 for a group.</param>
/// <param name="Definition">Definition level of a value that is present.</param>
/// <param name="Repetition">Lists in each other that hold the values.</param>
/// <param name="ItemDefinition">Least definition level at which the innermost list has an item, missing or not.</param>
/// <param name="Children">Columns of a group.</param>
internal sealed record Column(
    string Name, ValueKind Kind, int Width, int Index, int Definition, int Repetition, int ItemDefinition, IReadOnlyList<Column> Children)
{
    /// <summary>Whether the values are numbers.</summary>
    public bool IsNumber => Kind is > ValueKind.Other and < ValueKind.Bytes;

    /// <summary>Whether the values are bytes or text.</summary>
    public bool IsBinary => Kind >= ValueKind.Bytes;
}
