using FashionMnist.Models;

namespace FashionMnist.Build.Deployment;

/// <summary>Waits for the end of what is under way in a stack, and tells what happens meanwhile.</summary>
/// <param name="cloud">Is asked.</param>
/// <param name="time">Passes between two looks.</param>
/// <param name="interval">Time between two looks.</param>
/// <param name="output">Gets one line for each resource that is done.</param>
internal sealed class StackWatch(CloudFormationCli cloud, TimeProvider time, TimeSpan interval, TextWriter output)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Waits for the end.</summary>
    /// <param name="stackId">Id of the stack.</param>
    /// <param name="token">Token of the request that is waited for; <see langword="null"/>: somebody else's, of which only what is new is told.</param>
    /// <param name="expected">Number of resources that will be done.</param>
    /// <param name="cancellationToken">Ends the waiting, not what is waited for.</param>
    /// <returns>The stack and the events of the request, oldest first.</returns>
    public async Task<(StackState Stack, IReadOnlyList<StackEvent> Events)> WaitAsync(
        string stackId, string? token, int expected, CancellationToken cancellationToken)
    {
        var (seen, events, underWay) = (new HashSet<string>(), new List<StackEvent>(), new SortedSet<string>(StringComparer.Ordinal));
        var (start, spoken, done) = (time.GetTimestamp(), time.GetTimestamp(), 0);
        var ended = token is null;
        for (var first = true; ; first = false)
        {
            foreach (var news in (await cloud.EventsAsync(stackId, cancellationToken)).Reverse().Where(x => seen.Add(x.EventId)))
            {
                if (token is null ? first : news.ClientRequestToken != token)
                    continue;
                events.Add(news);
                ended |= news.IsOfStack && !news.IsStart;
                if (!news.IsStart)
                    underWay.Remove(news.LogicalResourceId);
                else if (!news.IsOfStack)
                    underWay.Add(news.LogicalResourceId);
                if (Line(news, ref done, expected) is not { } line)
                    continue;
                await output.WriteLineAsync(line);
                spoken = time.GetTimestamp();
            }

            var silent = time.GetElapsedTime(spoken) >= Silence;
            if ((ended || silent) && await FindAsync(stackId, cancellationToken) is { IsBusy: false } stack)
                return (stack, events);
            if (silent)
            {
                spoken = time.GetTimestamp();
                await output.WriteLineAsync($"  under way for {time.GetElapsedTime(start):h\\:mm\\:ss}{(underWay.Count == 0 ? "" : $": {string.Join(", ", underWay)}")}");
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }

    private async Task<StackState> FindAsync(string stackId, CancellationToken cancellationToken) =>
        await cloud.FindStackAsync(stackId, cancellationToken) ?? throw new FashionMnistException(ExitCodes.NotFound, $"{stackId}: the stack is gone");

    private static string? Line(StackEvent news, ref int done, int expected)
    {
        var reason = news.IsFailure && news.ResourceStatusReason is { } why ? $": {why.ReplaceLineEndings(" ")}" : "";
        if (news.IsOfStack)
            return news.ResourceStatus.Contains("ROLLBACK", StringComparison.Ordinal) && news.IsStart ? $"  {news.ResourceStatus}: CloudFormation takes back what was done" : null;
        if (news.IsStart)
            return null;
        // A rollback, and the removal of what was replaced, come on top of what was asked for.
        var count = news.IsFailure || ++done > expected ? "" : $"{done}/{expected} ";
        return $"  {count}{news.ResourceStatus} {news.LogicalResourceId} ({news.ResourceType}){reason}";
    }
}
