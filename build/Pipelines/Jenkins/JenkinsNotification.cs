using FashionMnist.Build.Notifications;
using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Groovy;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>Tells the team once a build, and says something even where the build itself cannot start.</summary>
internal sealed class JenkinsNotification(string target, PipelineSource source)
{
    /// <summary>Where the stages leave what the notification tells of.</summary>
    public const string ReportFolder = "artifacts/build-report";

    /// <summary>What the stages leave there.</summary>
    public const string Report = $"{ReportFolder}/**";

    /// <summary>What is wrong with a build that ended before its first target; a parameter of the target that tells.</summary>
    public const string ProblemVariable = "NUKE_PROBLEM";

    /// <summary>What the description of a build begins with that the team was told of; who waits for the build tells of the others.</summary>
    public const string ToldMark = "The team was told: ";

    private const string Function = "tell";
    private const string RecoveryFunction = "tellRecovery";

    private readonly IReadOnlyList<(Channel Channel, PipelineParameter Webhook)> _channels =
        [.. Channel.EnabledIn(source.Options.Notifications).Select(x => (x, source.Parameter(x.Parameter)))];

    public IReadOnlyList<GroovyFunction> Functions => _channels.Count == 0 ? [] :
    [
        new GroovyFunction(
            "Tells the team, once a build; whatever goes wrong with that changes nothing of the build's result.",
            Function,
            "outcome",
            new GroovyStep(
                Unharmed,
                new GroovyStep(
                    new GroovyCall("withCredentials", new GroovyList([.. _channels.Select(x => (GroovyValue)Binding(x.Webhook))])),
                    new GroovyStep(
                        new GroovyCall("withEnv", new GroovyList(
                            new GroovyTemplate("NUKE_OUTCOME=${outcome}"),
                            new GroovyTemplate("NUKE_DURATION_MILLISECONDS=${currentBuild.duration}"))),
                        new GroovyIf(
                            new GroovyCode($"{Status($"./build.sh {target} --skip")} != 0"),
                            [Script(Fallback(_channels.Select(x => (x.Channel, x.Webhook.Variable))))]))),
                new GroovyAssignment("currentBuild.description", new GroovyTemplate($"{ToldMark}${{outcome}}")))),
        new GroovyFunction(
            "Tells of the first good build after a bad one of the same branch; builds of other branches and stopped builds between them do not count.",
            RecoveryFunction,
            null,
            new GroovyStep(
                Unharmed,
                new GroovyAssignment("def earlier", new GroovyCode("currentBuild.previousBuild")),
                new GroovyWhile(
                    new GroovyCode(
                        "earlier != null && (['ABORTED', 'NOT_BUILT', null].contains(earlier.result)"
                        + $" || earlier.buildVariables.get('{JenkinsScript.BuiltBranch}') != env.{JenkinsScript.BuiltBranch})"),
                    new GroovyAssignment("earlier", new GroovyCode("earlier.previousBuild"))),
                new GroovyIf(new GroovyCode("earlier != null && earlier.result != 'SUCCESS'"), [Tell(BuildOutcome.Recovered)]))),
    ];

    public IReadOnlyList<(PostCondition Condition, IReadOnlyList<GroovyStatement> Steps)> Conditions => _channels.Count == 0 ? [] :
    [
        (PostCondition.Success, [new GroovyStep(new GroovyCall(RecoveryFunction))]),
        (PostCondition.Aborted, [Tell(BuildOutcome.Aborted)]),
        (PostCondition.Failure, [Tell(BuildOutcome.Failed)]),
        (PostCondition.Unstable, [Tell(BuildOutcome.Unstable)]),
    ];

    private static GroovyCall Unharmed =>
        new GroovyCall("catchError").With("buildResult", "SUCCESS").With("stageResult", "SUCCESS").With("message", "Nobody was told");

    private static GroovyStep Tell(BuildOutcome outcome) => new(new GroovyCall(Function, outcome.ToString()));

    private static GroovyCall Binding(PipelineParameter webhook) =>
        new GroovyCall("string").With("credentialsId", webhook.CredentialId).With("variable", webhook.Variable);

    private static GroovyStep Script(string lines) => new(new GroovyCall("sh", new GroovyText(lines) { IsScript = true }));

    private static string Status(string script) =>
        GroovyWriter.Render(new GroovyCall("sh").With("returnStatus", true).With("script", script));

    /// <summary>
    /// Needs nothing but a shell and curl. Characters that would end the JSON text or mean something to a service are left out, and no
    /// address stands in the list of processes. A channel that cannot be reached keeps no other one from hearing of it.
    /// </summary>
    internal static string Fallback(IEnumerable<(Channel Channel, string Variable)> channels) => string.Join('\n', [
        // Jenkins runs scripts with -x, which would show the address.
        "set +x",
        "text=$(printf '%s' \"$JOB_NAME $BUILD_DISPLAY_NAME: $NUKE_OUTCOME, and the build could not start to say more. $BUILD_URL\""
            + " | tr -d '\\000-\\037\"\\\\<>&')",
        "status=0",
        .. channels.Select(x =>
            $"printf 'url = \"%s\"\\n' \"${x.Variable}\" | curl --config - --silent --show-error --fail --max-time 20"
            + $" --header 'Content-Type: application/json' --data '{Payload(x.Channel)}' || status=$?"),
        "exit $status",
    ]);

    private static string Payload(Channel channel)
    {
        const string Text = "'\"$text\"'";
        return channel.Name == Channel.Slack
            ? $$"""{"text":"{{Text}}"}"""
            : $$$"""
              {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.4","body":[{"type":"TextBlock","wrap":true,"text":"{{{Text}}}"}]}}]}
              """.Trim();
    }
}
