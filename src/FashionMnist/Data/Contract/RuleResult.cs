namespace FashionMnist.Data.Contract;

/// <summary>What one rule of the contract found.</summary>
/// <param name="Split">Name of the split or file.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Passed">Whether the data keeps the rule.</param>
/// <param name="Finding">What was measured and what is allowed, one line.</param>
/// <param name="Offenders">Positions (0-based) of the images that break the rule, the first <see cref="MaximumOffenders"/> of them.</param>
public sealed record RuleResult(string Split, string Rule, bool Passed, string Finding, IReadOnlyList<int> Offenders)
{
    /// <summary>How many offending images a result names at the most.</summary>
    public const int MaximumOffenders = 20;

    /// <inheritdoc/>
    public override string ToString()
    {
        var images = Offenders.Count == 0 ? "" : $"; images {string.Join(", ", Offenders)}{(Offenders.Count == MaximumOffenders ? ", ..." : "")}";
        return $"{Split}: {Rule}: {Finding}{images}";
    }
}
