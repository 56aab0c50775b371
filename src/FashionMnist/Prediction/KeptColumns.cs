using FashionMnist.Models;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>Columns of the input that are passed on to the results.</summary>
public static class KeptColumns
{
    /// <summary>Reads their names.</summary>
    /// <param name="text">Names separated by commas; <see langword="null"/>: none.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if one is empty, stands there twice or is a column of the results.</exception>
    public static IReadOnlyList<string> Parse(string? text)
    {
        if (text is null)
            return [];
        string[] names = [.. text.Split(',').Select(x => x.Trim())];
        foreach (var name in names)
        {
            if (name.Length == 0 || name.Any(char.IsControl))
                throw Usage("expected names of columns, separated by commas");
            if (OutputFields.IsTaken(name))
                throw Usage($"the results have a column {name} of their own; rename it in the input");
        }

        return names.Distinct().Count() == names.Length ? names : throw Usage("a column stands there twice");
    }

    private static FashionMnistException Usage(string problem) => new(ExitCodes.Usage, $"--keep: {problem}");
}
