using System.Globalization;
using FashionMnist.Data;

namespace FashionMnist.Prediction.Output;

/// <summary>Fields of a prediction that not every run has; they follow those that every run has, in this order.</summary>
/// <param name="Probabilities">Whether there are all ten probabilities.</param>
/// <param name="Files">Whether one names the file of the image.</param>
/// <param name="Kept">Columns of the input that are passed on.</param>
internal sealed record OutputFields(bool Probabilities, bool Files, IReadOnlyList<string> Kept)
{
    /// <summary>Columns of the ten probabilities, by label.</summary>
    public static IReadOnlyList<string> ProbabilityColumns { get; } =
        [.. LabelMap.Labels.Select(x => string.Create(CultureInfo.InvariantCulture, $"p{x}"))];

    /// <summary>Whether a field of the results has a name, so that no column of the input can be passed on under it.</summary>
    public static bool IsTaken(string name) =>
        FieldNames.All.Contains(name) || name == FieldNames.Probabilities || ProbabilityColumns.Contains(name);

    /// <summary>Names of all columns in a table.</summary>
    public IEnumerable<string> Columns() =>
    [
        FieldNames.Index, FieldNames.Predicted, FieldNames.Name, FieldNames.Probability, FieldNames.Expected,
        .. Probabilities ? ProbabilityColumns : [],
        .. Files ? [FieldNames.File] : Array.Empty<string>(),
        .. Kept,
    ];
}
