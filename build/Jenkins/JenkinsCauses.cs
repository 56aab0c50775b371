using System.Text.Json;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Jenkins;

/// <summary>Why a build of Jenkins was stopped. A pipeline may not ask for that itself, without an administrator's approval of the script.</summary>
internal static class JenkinsCauses
{
    /// <summary>What to ask a build for.</summary>
    public const string Fields = "actions[causes[shortDescription]]";

    private const string Interruption = "jenkins.model.InterruptedBuildAction";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Jenkins' words for who or what stopped a build, for example <c>Aborted by Ada</c>; none: nothing did.</summary>
    public static string? OfInterruption(JsonElement build)
    {
        if (!build.TryGetProperty("actions", out var actions) || actions.ValueKind != JsonValueKind.Array)
            return null;
        var causes = actions.EnumerateArray()
            .Where(x => x.ValueKind == JsonValueKind.Object && x.TryGetProperty("_class", out var kind) && kind.GetString() == Interruption)
            .SelectMany(x => x.GetProperty("causes").EnumerateArray())
            .Select(x => x.GetProperty("shortDescription").GetString())
            .Distinct()
            .ToList();
        return causes.Count == 0 ? null : string.Join(", ", causes);
    }

    /// <summary>Asks Jenkins for it, once; where the user may not see the build, or nobody answers, the message goes out without it.</summary>
    public static async Task<string?> AskAsync(JenkinsServer build, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            return await build.ReadAsync($"api/json?tree={Fields}", limit.Token) is { } answer ? OfInterruption(answer) : null;
        }
        catch (Exception e) when (e is FashionMnistException or OperationCanceledException or KeyNotFoundException or InvalidOperationException)
        {
            Log.Information("Jenkins does not say who stopped the build: {Problem:l}", e.Message);
            return null;
        }
    }
}
