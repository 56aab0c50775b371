namespace FashionMnist.Prediction.Output;

/// <summary>Names of the fields of a prediction, the same in every format.</summary>
internal static class FieldNames
{
    public const string Index = "index";
    public const string Predicted = "predicted";
    public const string Name = "name";
    public const string Probability = "probability";
    public const string Expected = "expected";
    public const string File = "file";
    public const string Probabilities = "probabilities";

    public static readonly string[] All = [Index, Predicted, Name, Probability, Expected, File];
}
