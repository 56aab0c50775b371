namespace FashionMnist.Build.Deployment;

/// <summary>A change set for people.</summary>
internal static class ChangeSetText
{
    private static readonly (string Mark, string Plural, Func<ResourceChange, bool> Holds)[] Kinds =
    [
        ("+", "added", x => x.Action == "Add"),
        ("~", "changed", x => x is { Action: "Modify", Replaces: false }),
        ("!", "replaced", x => x.Replaces),
        ("-", "removed", x => x.Action == "Remove"),
        ("?", "others", x => x.Action is not ("Add" or "Modify" or "Remove")),
    ];

    /// <summary>One line for each resource and each property of it, and one that counts.</summary>
    public static IEnumerable<string> Lines(ChangeSet changeSet)
    {
        var changes = changeSet.Resources.ToList();
        if (changes.Count == 0)
            return ["  no resource changes; outputs, parameters or descriptions do"];
        return
        [
            .. Kinds.SelectMany(kind => changes.Where(kind.Holds).OrderBy(x => x.LogicalResourceId, StringComparer.Ordinal).SelectMany(x => Lines(kind.Mark, x))),
            "  " + string.Join(", ", Kinds.Select(x => (x.Plural, Count: changes.Count(x.Holds))).Where(x => x.Count > 0).Select(x => $"{x.Count} {x.Plural}")),
        ];
    }

    /// <summary>A resource in one line.</summary>
    public static string Name(ResourceChange change) =>
        $"{change.LogicalResourceId} ({change.ResourceType}{(string.IsNullOrEmpty(change.PhysicalResourceId) ? "" : $", {change.PhysicalResourceId}")})";

    private static IEnumerable<string> Lines(string mark, ResourceChange change)
    {
        yield return $"  {mark} {Name(change)}{Remark(change)}";
        var details = (change.Details ?? []).Select(x => x.Target).OfType<ResourceChange.Target>().ToList();
        foreach (var property in details.Select(Property).Distinct().Order(StringComparer.Ordinal))
            yield return $"      {property}";
        if (details.Count == 0 && change.Action == "Modify")
            yield return $"      {string.Join(", ", change.Scope ?? ["unknown"])}";
    }

    private static string Remark(ResourceChange change) => string.Concat(
        change switch
        {
            { Action: "Modify", Replacement: "True" } => ": REPLACED by a new one",
            { Action: "Modify", Replacement: "Conditional" } => ": MAY BE REPLACED by a new one",
            { Action: "Remove" } => ": REMOVED from the stack",
            _ => "",
        },
        change is { Loses: true, PolicyAction: { } policy } ? $", deletion policy {policy}" : "");

    private static string Property(ResourceChange.Target target)
    {
        var name = target is { Attribute: "Properties", Name: { } property } ? property : target.Attribute ?? "unknown";
        return target.RequiresRecreation switch
        {
            "Always" => $"{name} (needs a new resource)",
            "Conditionally" => $"{name} (may need a new resource)",
            _ => name,
        };
    }
}
