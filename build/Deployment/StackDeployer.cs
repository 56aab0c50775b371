using System.Globalization;
using FashionMnist.Models;

namespace FashionMnist.Build.Deployment;

/// <summary>Brings stacks to what their templates say: change set, difference, consent, execution, one stack after the other.</summary>
/// <param name="cloud">CloudFormation.</param>
/// <param name="mode">What is allowed.</param>
/// <param name="output">Gets differences and progress. Not the log: after Ctrl-C that is closed before this is done.</param>
/// <param name="time">Passes between two looks.</param>
internal sealed class StackDeployer(CloudFormationCli cloud, DeployMode mode, TextWriter output, TimeProvider time)
{
    private readonly StackWatch _watch = new(cloud, time, mode.Interval, output);
    private readonly Dictionary<string, StackState?> _deployed = new(StringComparer.Ordinal);

    /// <summary>Deploys stacks in their order.</summary>
    /// <param name="stacks">The stacks, parents first.</param>
    /// <param name="nameOf">Name of the stack of a template.</param>
    /// <param name="cancellationToken">Ends the waiting. What CloudFormation has begun goes on.</param>
    /// <returns>What became of each stack.</returns>
    /// <exception cref="FashionMnistException">A stack could not be deployed; those after it are untouched.</exception>
    public async Task<IReadOnlyList<(string Stack, StackOutcome Outcome)>> RunAsync(
        IReadOnlyList<PlannedStack> stacks, Func<string, string> nameOf, CancellationToken cancellationToken)
    {
        foreach (var stack in stacks)
            await cloud.ValidateAsync(stack.Template, cancellationToken);
        var outcomes = new List<(string, StackOutcome)>();
        foreach (var stack in stacks)
        {
            await output.WriteLineAsync($"{stack.Name}");
            var (outcome, state) = await LackingAsync(stack, nameOf, cancellationToken) is { } parent
                ? (Lacking(stack, parent), null)
                : await DeployAsync(stack, cancellationToken);
            _deployed[stack.Template.Name] = state;
            outcomes.Add((stack.Name, outcome));
        }

        foreach (var state in stacks.Select(x => _deployed[x.Template.Name]).OfType<StackState>())
            await PrintOutputsAsync(state);
        return outcomes;
    }

    /// <summary>The stack of a parent that is not there.</summary>
    private async Task<string?> LackingAsync(PlannedStack stack, Func<string, string> nameOf, CancellationToken cancellationToken)
    {
        foreach (var parent in stack.Parents)
        {
            if (!_deployed.TryGetValue(parent, out var state))
                state = await cloud.FindStackAsync(nameOf(parent), cancellationToken);
            if (state is not ({ IsUsable: true } or { IsBusy: true }))
                return nameOf(parent);
        }

        return null;
    }

    private StackOutcome Lacking(PlannedStack stack, string parent)
    {
        if (!mode.DryRun)
            throw new FashionMnistException(ExitCodes.NotFound, $"{stack.Name} needs the stack {parent}, which is not there or not complete; deploy it first, for example without --stack");
        output.WriteLine($"  cannot be compared before {parent} exists");
        return StackOutcome.Unknown;
    }

    private async Task<(StackOutcome Outcome, StackState? State)> DeployAsync(PlannedStack stack, CancellationToken cancellationToken)
    {
        var state = await ReadyAsync(stack, cancellationToken);
        if (state is { NeverWorked: true })
            return (StackOutcome.WouldBeCreated, null);

        var isNew = state is null or { IsEmpty: true };
        var changeSet = $"deploy-{time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
        var executing = false;
        try
        {
            var id = await cloud.CreateChangeSetAsync(stack, changeSet, isNew, mode.Description, cancellationToken);
            var changes = await ComputedAsync(stack, changeSet, cancellationToken);
            if (changes.IsEmpty)
            {
                await output.WriteLineAsync("  up to date");
                await DiscardAsync(stack.Name, changeSet, isNew);
                return (StackOutcome.UpToDate, state);
            }

            await PrintAsync(stack, changes, isNew);
            if (mode.DryRun)
            {
                await DiscardAsync(stack.Name, changeSet, isNew);
                return isNew ? (StackOutcome.WouldBeCreated, null) : (StackOutcome.WouldBeUpdated, state);
            }

            RequireConsent(stack, changes);
            executing = true;
            try
            {
                await cloud.ExecuteAsync(stack.Name, changeSet, cancellationToken);
            }
            catch (FashionMnistException e) when (e.ExitCode == ExitCodes.AccessDenied)
            {
                executing = false;
                throw;
            }

            return (isNew ? StackOutcome.Created : StackOutcome.Updated, await FinishAsync(stack, id, changeSet, isNew, changes, cancellationToken));
        }
        catch (OperationCanceledException) when (executing)
        {
            await SayGoesOnAsync(stack.Name);
            throw;
        }
        catch (Exception) when (!executing)
        {
            await DiscardQuietlyAsync(stack.Name, changeSet, isNew);
            await output.WriteLineAsync("  nothing was changed");
            throw;
        }
    }

    /// <summary>The stack when it can take a change set; <see langword="null"/>: it has to be created.</summary>
    private async Task<StackState?> ReadyAsync(PlannedStack stack, CancellationToken cancellationToken)
    {
        var state = await cloud.FindStackAsync(stack.Name, cancellationToken);
        if (state is { IsBusy: true })
        {
            await output.WriteLineAsync($"  {state.StackStatus}: an earlier or another deployment is under way; waiting for its end");
            try
            {
                (state, _) = await _watch.WaitAsync(state.StackId, token: null, expected: 0, cancellationToken);
                state = state.IsDeleted ? null : state;
            }
            catch (OperationCanceledException)
            {
                await SayGoesOnAsync(stack.Name);
                throw;
            }
        }

        if (state is null or { IsEmpty: true } or { IsUsable: true })
            return state;
        if (!state.NeverWorked)
        {
            var remedy = state.StackStatus.Contains("UPDATE_ROLLBACK", StringComparison.Ordinal) ? "continue-update-rollback" : "delete-stack";
            throw new FashionMnistException(
                ExitCodes.InputOutput,
                $"{stack.Name} is in {state.StackStatus} and cannot be updated{Because(state.StackStatusReason)}; look at its events, then run: aws cloudformation {remedy} --stack-name {stack.Name}");
        }

        var events = await cloud.EventsAsync(state.StackId, cancellationToken);
        await output.WriteLineAsync(
            $"  ROLLBACK_COMPLETE: its first creation failed{Because(StackEvent.FirstFailure(events.Reverse()))}; such a stack holds nothing and can only be removed and created anew");
        foreach (var kept in events.Where(x => x.ResourceStatus == "DELETE_SKIPPED"))
            await output.WriteLineAsync($"  kept by its deletion policy: {kept.LogicalResourceId} ({kept.ResourceType}, {kept.PhysicalResourceId})");
        return mode.DryRun ? state : await RemoveAsync(state, cancellationToken);
    }

    private Task SayGoesOnAsync(string stack) => output.WriteLineAsync(
        $"  stopped waiting; what CloudFormation has begun goes on. Follow it with: aws cloudformation describe-stack-events --stack-name {stack}"
            + Environment.NewLine + "  or run Deploy again, which waits for it first");

    private async Task<StackState?> RemoveAsync(StackState state, CancellationToken cancellationToken)
    {
        await cloud.DeleteStackAsync(state.StackId, cancellationToken);
        var (end, _) = await _watch.WaitAsync(state.StackId, token: null, expected: 0, cancellationToken);
        return end.IsDeleted
            ? null
            : throw new FashionMnistException(ExitCodes.InputOutput, $"{state.StackName} cannot be removed, it is in {end.StackStatus}{Because(end.StackStatusReason)}");
    }

    private async Task<ChangeSet> ComputedAsync(PlannedStack stack, string name, CancellationToken cancellationToken)
    {
        var changes = await cloud.DescribeChangeSetAsync(stack.Name, name, cancellationToken);
        while (changes.IsPending)
        {
            await Task.Delay(mode.Interval, time, cancellationToken);
            changes = await cloud.DescribeChangeSetAsync(stack.Name, name, cancellationToken);
        }

        return changes.IsReady || changes.IsEmpty
            ? changes
            : throw new FashionMnistException(ExitCodes.BadInput, $"{stack.Name}: CloudFormation cannot say what would change: {changes.StatusReason ?? changes.Status}");
    }

    private async Task PrintAsync(PlannedStack stack, ChangeSet changes, bool isNew)
    {
        if (isNew)
            await output.WriteLineAsync("  a new stack");
        foreach (var (name, value) in stack.Parameters)
            await output.WriteLineAsync($"  {name} = {(stack.Template.Parameters.Any(x => x.Name == name && x.Secret) ? "(secret)" : value)}");
        foreach (var line in ChangeSetText.Lines(changes))
            await output.WriteLineAsync(line);
        if (mode.DryRun && StatefulResources.Lost(changes).Count > 0)
            await output.WriteLineAsync("  Deploy would ask for --confirm-replacement");
    }

    private void RequireConsent(PlannedStack stack, ChangeSet changes)
    {
        var lost = StatefulResources.Lost(changes);
        if (lost.Count > 0 && !mode.ConfirmReplacement)
        {
            throw new FashionMnistException(
                ExitCodes.Refused,
                $"{stack.Name}: the update would replace or remove {string.Join(", ", lost.Select(ChangeSetText.Name))}, with what is in it; "
                    + "pass --confirm-replacement if that is meant");
        }
    }

    private async Task<StackState> FinishAsync(
        PlannedStack stack, string id, string changeSet, bool isNew, ChangeSet changes, CancellationToken cancellationToken)
    {
        var (end, events) = await _watch.WaitAsync(id, changeSet, changes.Resources.Count(), cancellationToken);
        if (end.Succeeded)
        {
            await output.WriteLineAsync($"  {end.StackStatus}");
            return end;
        }

        var what = isNew ? "creation" : "update";
        var back = end.StackStatus.EndsWith("ROLLBACK_COMPLETE", StringComparison.Ordinal) ? " and was rolled back" : "";
        throw new FashionMnistException(
            ExitCodes.InputOutput,
            $"{stack.Name}: the {what} failed{back} ({end.StackStatus}){Because(StackEvent.FirstFailure(events) ?? end.StackStatusReason)}; mend it and run Deploy again");
    }

    private async Task DiscardQuietlyAsync(string stack, string changeSet, bool isNew)
    {
        try
        {
            await DiscardAsync(stack, changeSet, isNew);
        }
        catch (FashionMnistException)
        {
            // What went wrong before is what the user has to hear of; a change set that stays behind does nothing.
        }
    }

    /// <summary>Removes a change set and, if nothing else needs it, the empty stack that was made for it. Also after Ctrl-C.</summary>
    private async Task DiscardAsync(string stack, string changeSet, bool isNew)
    {
        await cloud.DeleteChangeSetAsync(stack, changeSet, CancellationToken.None);
        if (!isNew || await cloud.FindStackAsync(stack, CancellationToken.None) is not { IsEmpty: true } state)
            return;
        var others = await cloud.ChangeSetsAsync(stack, CancellationToken.None);
        if (others.Count == 0)
            await cloud.DeleteStackAsync(state.StackId, CancellationToken.None);
        else
            await output.WriteLineAsync($"  the empty stack stays, for it holds other change sets: {string.Join(", ", others)}");
    }

    private async Task PrintOutputsAsync(StackState stack)
    {
        if (stack.Outputs is not { Count: > 0 } outputs)
            return;
        await output.WriteLineAsync($"Outputs of {stack.StackName}");
        var width = outputs.Max(x => x.OutputKey.Length);
        foreach (var value in outputs.OrderBy(x => x.OutputKey, StringComparer.Ordinal))
            await output.WriteLineAsync($"  {value.OutputKey.PadRight(width)} = {value.OutputValue}");
    }

    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {StackEvent.InOneLine(reason)}";
}

/// <summary>What a deployment may do.</summary>
/// <param name="DryRun">Only show what would change.</param>
/// <param name="ConfirmReplacement">Whether stateful resources may be replaced and removed.</param>
/// <param name="Description">Stands at the change sets.</param>
/// <param name="Interval">Time between two looks at CloudFormation.</param>
internal sealed record DeployMode(bool DryRun, bool ConfirmReplacement, string Description, TimeSpan Interval);

/// <summary>What became of a stack.</summary>
internal enum StackOutcome
{
    Created,
    Updated,
    UpToDate,
    WouldBeCreated,
    WouldBeUpdated,

    /// <summary>A parent has to exist first.</summary>
    Unknown,
}
