using FashionMnist.Models;

namespace FashionMnist.Build.SupplyChain;

/// <summary>Holds the packages of the image against the licences that are allowed there.</summary>
internal static class LicenceCheck
{
    /// <summary>Fails where a package has no allowed licence.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="allowed">SPDX identifiers.</param>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/>; names every such package.</exception>
    public static void Run(IEnumerable<PackageEntry> packages, IReadOnlyCollection<string> allowed)
    {
        var refused = packages.Where(x => !IsAllowed(x.Licence, allowed)).Select(x => $"{x.Id} {x.Version} ({x.Licence})").ToList();
        if (refused.Count > 0)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"The image would hold {string.Join(", ", refused)}: not among $.image.allowedLicences; add the licence there once somebody has read it, or drop the package");
        }
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
