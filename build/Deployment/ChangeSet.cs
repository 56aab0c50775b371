namespace FashionMnist.Build.Deployment;

/// <summary>A change set as CloudFormation describes it (DescribeChangeSet).</summary>
/// <param name="Status">For example <c>CREATE_COMPLETE</c> or <c>FAILED</c>.</param>
/// <param name="StatusReason">Why it failed.</param>
/// <param name="Changes">What would change.</param>
internal sealed record ChangeSet(string Status, string? StatusReason, IReadOnlyList<ChangeSet.Change>? Changes)
{
    private const string Failed = "FAILED";

    // CloudFormation has no code for it. The second sentence comes from templates with a transform.
    private static readonly string[] NothingToDo = ["didn't contain changes", "No updates are to be performed"];

    /// <summary>Whether CloudFormation still computes it.</summary>
    public bool IsPending => Status is "CREATE_PENDING" or "CREATE_IN_PROGRESS";

    /// <summary>Whether it was computed and may be executed.</summary>
    public bool IsReady => Status == "CREATE_COMPLETE";

    /// <summary>Whether the stack is as the template says already.</summary>
    public bool IsEmpty => Status == Failed && NothingToDo.Any(x => StatusReason?.Contains(x, StringComparison.Ordinal) == true);

    /// <summary>The changes of resources.</summary>
    public IEnumerable<ResourceChange> Resources => (Changes ?? []).Select(x => x.ResourceChange).OfType<ResourceChange>();

    /// <summary>A change; of a resource or of a kind that says nothing about resources.</summary>
    internal sealed record Change(ResourceChange? ResourceChange);
}

/// <summary>What would become of a resource.</summary>
/// <param name="Action"><c>Add</c>, <c>Modify</c>, <c>Remove</c>, <c>Import</c> or <c>Dynamic</c>.</param>
/// <param name="LogicalResourceId">Its name in the template.</param>
/// <param name="PhysicalResourceId">Its name on AWS; <see langword="null"/> if it does not exist yet.</param>
/// <param name="ResourceType">For example <c>AWS::S3::Bucket</c>.</param>
/// <param name="Replacement">Of a modified one: <c>True</c>, <c>False</c> or <c>Conditional</c>.</param>
/// <param name="PolicyAction">What happens to the old one, where CloudFormation says so: for example <c>Delete</c> or <c>Retain</c>.</param>
/// <param name="Scope">What of it is modified where <paramref name="Details"/> does not say, for example <c>Tags</c>.</param>
/// <param name="Details">What of it is modified.</param>
internal sealed record ResourceChange(
    string Action,
    string LogicalResourceId,
    string? PhysicalResourceId,
    string ResourceType,
    string? Replacement,
    string? PolicyAction,
    IReadOnlyList<string>? Scope,
    IReadOnlyList<ResourceChange.Detail>? Details)
{
    /// <summary>Whether the resource is, or may be, made anew.</summary>
    public bool Replaces => Action == "Modify" && Replacement is "True" or "Conditional";

    /// <summary>Whether the resource that is there, with what is in it, would be, or might be, lost to the stack.</summary>
    public bool Loses => Action == "Remove" || Replaces;

    internal sealed record Detail(Target? Target);

    internal sealed record Target(string? Attribute, string? Name, string? RequiresRecreation);
}
