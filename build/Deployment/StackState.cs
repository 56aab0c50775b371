namespace FashionMnist.Build.Deployment;

/// <summary>A stack as CloudFormation describes it (DescribeStacks).</summary>
/// <param name="StackId">Its id, which stays its own also when it is deleted.</param>
/// <param name="StackName">Its name.</param>
/// <param name="StackStatus">Its status.</param>
/// <param name="StackStatusReason">Why it has this status, where CloudFormation says so.</param>
/// <param name="Outputs">What it gives to others.</param>
internal sealed record StackState(
    string StackId, string StackName, string StackStatus, string? StackStatusReason, IReadOnlyList<StackState.Output>? Outputs)
{
    /// <summary>Whether something is under way. A stack that only holds change sets waits for somebody, not for CloudFormation.</summary>
    public bool IsBusy => StackStatus.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && !IsEmpty;

    /// <summary>Whether it was made for a change set and holds nothing yet.</summary>
    public bool IsEmpty => StackStatus == "REVIEW_IN_PROGRESS";

    /// <summary>Whether its first creation failed and nothing of it is left: it can only be deleted.</summary>
    public bool NeverWorked => StackStatus == "ROLLBACK_COMPLETE";

    public bool IsDeleted => StackStatus == "DELETE_COMPLETE";

    /// <summary>Whether what was asked for was done.</summary>
    public bool Succeeded => StackStatus is "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "IMPORT_COMPLETE";

    /// <summary>Whether others can use its outputs, and whether it can be updated.</summary>
    public bool IsUsable => Succeeded || StackStatus is "UPDATE_ROLLBACK_COMPLETE" or "IMPORT_ROLLBACK_COMPLETE";

    internal sealed record Output(string OutputKey, string OutputValue, string? ExportName);
}
