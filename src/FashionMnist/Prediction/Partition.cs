using System.Text.RegularExpressions;
using FashionMnist.Models;
using FashionMnist.Models.Text;
using FashionMnist.Prediction.Output;

namespace FashionMnist.Prediction;

/// <summary>
/// Folders in the manner of Hive, <c>key=value</c>, between the output and the results, so that Athena, Spark and DuckDB see the keys as columns.
/// </summary>
public sealed partial record Partition
{
    private Partition(string folders) => Folders = folders;

    /// <summary>For example <c>dt=2026-11-24/shop=berlin</c>.</summary>
    public string Folders { get; }

    /// <summary>Reads <c>key=value</c>, more of them separated by slashes.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if the text is something else.</exception>
    public static Partition Parse(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in text.Split('/'))
        {
            if (!PartPattern().IsMatch(part))
                throw Usage(text, "expected key=value, for example dt=2026-11-24, with keys of a-z, 0-9, _ and values of letters, digits, . _ -");
            var key = part[..part.IndexOf('=', StringComparison.Ordinal)];
            if (OutputFields.IsTaken(key))
                throw Usage(text, $"{key} is a column of the results already");
            if (!keys.Add(key))
                throw Usage(text, $"{key} stands there twice");
        }

        return new Partition(text);
    }

    private static FashionMnistException Usage(string text, string problem) =>
        new(ExitCodes.Usage, $"--partition {Printable.Of(text)}: {problem}");

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,63}=[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex PartPattern();
}
