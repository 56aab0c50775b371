using FashionMnist.Models;

namespace FashionMnist.Build.SupplyChain;

/// <summary>Holds the packages of the image against the licences that are allowed there.</summary>
internal static class LicenceCheck
{
    /// <summary>Fails where a package has no allowed licence.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="allowed">SPDX identifiers.</param>
    /// <param name="read">For packages that say nothing themselves: <c>package=SPDX identifier</c>.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/>; names every such package.</exception>
    public static void Run(IEnumerable<PackageEntry> packages, IReadOnlyCollection<string> allowed, IReadOnlyCollection<string> read)
    {
        var refused = packages.Where(x => !IsAllowed(LicenceOf(x, read), allowed)).Select(x => $"{x.Id} {x.Version} ({x.Licence})").ToList();
        if (refused.Count > 0)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"The image would hold {string.Join(", ", refused)}: not among $.image.allowedLicences; once somebody has read the licence, add it there, or to $.image.readLicences where the package names none, or drop the package");
        }
    }

    private static string LicenceOf(PackageEntry package, IReadOnlyCollection<string> read)
    {
        var name = $"{package.Id}=";
        return package.Licence == PackageEntry.Unknown && read.FirstOrDefault(x => x.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } line
            ? line[name.Length..]
            : package.Licence;
    }

    /// <summary>Whether an SPDX expression leaves a choice that is allowed: any side of OR, every side of AND.</summary>
    internal static bool IsAllowed(string expression, IReadOnlyCollection<string> allowed) => Sides(expression, " OR ").Any(
        side => Sides(side, " AND ").All(x => x.Contains('(', StringComparison.Ordinal)
            ? IsAllowed(x[1..^1], allowed)
            : allowed.Contains(x, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Splits at an operator outside of parentheses.</summary>
    private static IEnumerable<string> Sides(string expression, string operation)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < expression.Length; i++)
        {
            depth += expression[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && string.CompareOrdinal(expression, i, operation, 0, operation.Length) == 0)
            {
                yield return expression[start..i].Trim();
                start = i + operation.Length;
            }
        }

        yield return expression[start..].Trim();
    }
}
