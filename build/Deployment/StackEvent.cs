namespace FashionMnist.Build.Deployment;

/// <summary>Something that happened to a stack or to one of its resources (DescribeStackEvents).</summary>
/// <param name="EventId">Its id.</param>
/// <param name="StackId">The stack.</param>
/// <param name="LogicalResourceId">The resource's name in the template.</param>
/// <param name="PhysicalResourceId">Its name on AWS; of the stack itself the stack's id.</param>
/// <param name="ResourceType">Its type.</param>
/// <param name="ResourceStatus">Its new status.</param>
/// <param name="ResourceStatusReason">Why.</param>
/// <param name="ClientRequestToken">The request that it comes from.</param>
internal sealed record StackEvent(
    string EventId,
    string StackId,
    string LogicalResourceId,
    string? PhysicalResourceId,
    string ResourceType,
    string ResourceStatus,
    string? ResourceStatusReason,
    string? ClientRequestToken)
{
    // CloudFormation has no other sign of a resource that failed only because another one did.
    private static readonly string[] Consequences = ["Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled"];

    /// <summary>Whether it is the stack's own.</summary>
    public bool IsOfStack => PhysicalResourceId == StackId;

    public bool IsFailure => ResourceStatus.EndsWith("_FAILED", StringComparison.Ordinal);

    public bool IsStart => ResourceStatus.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    /// <summary>A reason of CloudFormation as part of a sentence.</summary>
    public static string InOneLine(string reason) => reason.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    /// <summary>The failure that all others follow from, in words; <see langword="null"/> if none is known.</summary>
    /// <param name="events">Events, oldest first.</param>
    public static string? FirstFailure(IEnumerable<StackEvent> events)
    {
        var failures = events.Where(x => x.IsFailure && !x.IsOfStack).ToList();
        var first = failures.FirstOrDefault(x => !Consequences.Any(y => x.ResourceStatusReason?.StartsWith(y, StringComparison.Ordinal) == true)) ?? failures.FirstOrDefault();
        return first is null
            ? null
            : $"{first.LogicalResourceId} ({first.ResourceType}): {(first.ResourceStatusReason is { } reason ? InOneLine(reason) : "no reason given")}";
    }
}
