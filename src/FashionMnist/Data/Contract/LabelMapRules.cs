namespace FashionMnist.Data.Contract;

/// <summary>The rules of the label map itself.</summary>
internal static class LabelMapRules
{
    private const string Split = "label map";

    public static IEnumerable<RuleResult> Check(IReadOnlyList<string> names)
    {
        var distinct = names.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        yield return new RuleResult(Split, "ten classes", names.Count == LabelMap.Count, $"{names.Count} names, expected {LabelMap.Count}", []);
        yield return new RuleResult(Split, "unique names", distinct == names.Count, $"{distinct} different names of {names.Count}", []);

        var astray = names.Where((name, label) => !(LabelMap.TryGetLabel(name, out var back) && back == label)).ToList();
        yield return new RuleResult(Split, "both directions", astray.Count == 0, $"{astray.Count} names do not lead back to their label", []);
    }
}
