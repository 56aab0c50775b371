using System.Globalization;
using System.Text.Json;
using FashionMnist.Build.Pipelines.Jenkins;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Jenkins;

/// <summary>Starts a job, follows it through the queue, and waits for its end.</summary>
internal sealed class JenkinsTrigger(JenkinsServer server)
{
    private const string Build = $"api/json?tree=number,url,building,result,description,{JenkinsCauses.Fields}";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <param name="job">Its name, folders with slashes.</param>
    /// <param name="commit">What it builds.</param>
    /// <param name="branch">Where that belongs to.</param>
    /// <param name="started">Called once, when the job has left the queue.</param>
    /// <param name="limit">Ends the waiting.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.AccessDenied"/>, <see cref="ExitCodes.NotFound"/>, <see cref="ExitCodes.Configuration"/> where the job is disabled
    /// or was never built, <see cref="ExitCodes.TryAgain"/> where Jenkins does not
    /// answer or <paramref name="limit"/> comes first, <see cref="ExitCodes.InputOutput"/> where its answer makes no sense.
    /// </exception>
    public async Task<JenkinsResult> RunAsync(string job, string commit, string branch, Action started, CancellationToken limit)
    {
        var place = "in the queue";
        try
        {
            var path = string.Concat(job.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(x => $"job/{Uri.EscapeDataString(x)}/"));
            var form = new Dictionary<string, string> { [JenkinsScript.Commit] = commit, [JenkinsScript.Branch] = branch };
            var item = await server.StartAsync(path, form, limit)
                ?? throw new FashionMnistException(ExitCodes.InputOutput, $"Jenkins: {job}: the answer names no item of the queue");
            Log.Information("{Job:l} waits in the queue for {Branch:l} {Commit:l}", job, branch, commit);
            var number = await NumberOfAsync(job, path, item, limit);
            place = "running";
            started();
            return await ResultOfAsync(job, $"{path}{number}/{Build}", limit);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FashionMnistException(ExitCodes.InputOutput, $"Jenkins: {job}: its answer makes no sense ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new FashionMnistException(ExitCodes.TryAgain, $"Jenkins: {job}: not at its end in time, still {place}");
        }
    }

    private async Task<int> NumberOfAsync(string job, string path, string item, CancellationToken limit)
    {
        var id = item.TrimEnd('/').Split('/')[^1];
        while (true)
        {
            if (await server.ReadAsync($"{item.TrimEnd('/')}/api/json", limit) is not { } answer)
            {
                // A restart forgets the items that have left the queue; their builds still name them.
                return await StartedFromAsync(path, id, limit)
                    ?? throw new FashionMnistException(ExitCodes.NotFound, $"Jenkins: {job}: its item is not in the queue any more");
            }

            if (answer.TryGetProperty("cancelled", out var cancelled) && cancelled.ValueKind == JsonValueKind.True)
                throw new FashionMnistException(ExitCodes.TryAgain, $"Jenkins: {job}: somebody took it out of the queue");
            if (answer.TryGetProperty("executable", out var build) && build.ValueKind == JsonValueKind.Object)
                return build.GetProperty("number").GetInt32();
            await server.WaitAsync(Pause, limit);
        }
    }

    private async Task<int?> StartedFromAsync(string path, string item, CancellationToken limit)
    {
        var answer = await server.ReadAsync($"{path}api/json?tree=builds[number,queueId]", limit);
        return answer is not { } job || !job.TryGetProperty("builds", out var builds)
            ? null
            : builds.EnumerateArray()
                .Where(x => x.GetProperty("queueId").GetInt64().ToString(CultureInfo.InvariantCulture) == item)
                .Select(x => (int?)x.GetProperty("number").GetInt32())
                .FirstOrDefault();
    }

    private async Task<JenkinsResult> ResultOfAsync(string job, string path, CancellationToken limit)
    {
        var announced = false;
        while (true)
        {
            var answer = await server.ReadAsync(path, limit)
                ?? throw new FashionMnistException(ExitCodes.NotFound, $"Jenkins: {job}: its build is gone");
            var address = new Uri(answer.GetProperty("url").GetString()!);
            var number = answer.GetProperty("number").GetInt32();
            if (!answer.GetProperty("building").GetBoolean() && answer.GetProperty("result").GetString() is { } result)
                return new JenkinsResult(job, number, result, address, IsTold(answer), JenkinsCauses.OfInterruption(answer));
            if (!announced)
                Log.Information("{Job:l} #{Number} runs: {Address:l}", job, number, address.AbsoluteUri);
            announced = true;
            await server.WaitAsync(Pause, limit);
        }
    }

    private static bool IsTold(JsonElement build) =>
        build.TryGetProperty("description", out var text) && text.GetString()?.StartsWith(JenkinsNotification.ToldMark, StringComparison.Ordinal) == true;
}
