using FashionMnist.Build.Pipelines.Groovy;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>How a pipeline starts programs: on Unix by `sh`, where it is declared cross-platform by `sh` or `bat`.</summary>
internal sealed class JenkinsScript(bool crossPlatform)
{
    /// <summary>Name of the function that checks out.</summary>
    public const string CheckOut = "checkOut";

    /// <summary>Name of the function that finds the environment of a branch.</summary>
    public const string EnvironmentOf = "environmentOf";

    /// <summary>Parameter with the branch that the commit belongs to.</summary>
    public const string Branch = "BRANCH";

    /// <summary>Parameter with the commit.</summary>
    public const string Commit = "COMMIT";

    /// <summary>The branch that a build was made of: said, or the one that the job reads its Jenkinsfile from. Later builds can ask for it.</summary>
    public const string BuiltBranch = "GIT_BRANCH";

    private const string BranchVariable = "BRANCH_NAME";
    private const string Refuse = "refuse";
    private const string RunFunction = "runBuild";
    private const string FailsFunction = "fails";

    public static IReadOnlyList<GroovyCall> CheckOutParameters =>
    [
        Text(Commit, "Full id of the commit to build; empty: the head of the branch that this job reads its Jenkinsfile from"),
        Text(Branch, "Branch that the commit belongs to; decides whether and where to something is delivered"),
    ];

    public static IReadOnlyList<(string Name, GroovyValue Value)> CheckOutVariables =>
    [
        (Commit, new GroovyTemplate($"${{params.{Commit}}}")),
        (BranchVariable, new GroovyTemplate($"${{params.{Branch}}}")),
    ];

    /// <summary>Further functions.</summary>
    public IReadOnlyList<GroovyFunction> Functions => !crossPlatform ? [] :
    [
        new GroovyFunction(
            "Runs targets of the build on any platform.",
            RunFunction,
            "arguments",
            new GroovyIf(
                new GroovyCall("isUnix"),
                [new GroovyStep(new GroovyCall("sh", new GroovyTemplate("./build.sh ${arguments}")))],
                new GroovyStep(new GroovyCall("bat", new GroovyTemplate("build.cmd ${arguments}"))))),
        new GroovyFunction(
            "Whether a command fails that every platform understands.",
            FailsFunction,
            "command",
            new GroovyIf(new GroovyCall("isUnix"), [new GroovyReturn(StatusOf("sh"))]),
            new GroovyReturn(StatusOf("bat"))),
    ];

    /// <summary>Runs one target and nothing that it depends on.</summary>
    public GroovyStatement Run(string target) => crossPlatform
        ? new GroovyStep(new GroovyCall(RunFunction, $"{target} --skip"))
        : new GroovyStep(new GroovyCall("sh", $"./build.sh {target} --skip"));

    public static GroovyStep Archive(IEnumerable<string> patterns) =>
        new(new GroovyCall("archiveArtifacts").With("artifacts", string.Join(',', patterns)).With("allowEmptyArchive", true));

    /// <summary>Ends a build before its first target.</summary>
    public static GroovyFunction RefuseFunction => new(
        "Ends the build for a reason that the message to the team repeats: no target has left one.",
        Refuse,
        "reason",
        new GroovyAssignment($"env.{JenkinsNotification.ProblemVariable}", new GroovyCode("reason")),
        new GroovyStep(new GroovyCall("error", new GroovyCode("reason"))));

    /// <summary>Both values come from outside, so both are checked before they reach a shell.</summary>
    /// <param name="script">How programs are started.</param>
    /// <param name="kept">What the stages keep on the server, as patterns below the root.</param>
    public static GroovyFunction CheckOutFunction(JenkinsScript script, IEnumerable<string> kept) => new(
        "The commit that was asked for, and only if it is part of the branch that it is built for.",
        CheckOut,
        null,
        [
            // An agent's workspace outlives its builds, and a build that ends before a target leaves no report of its own.
            new GroovyStep(new GroovyCall("dir", JenkinsNotification.ReportFolder), new GroovyStep(new GroovyCall("deleteDir"))),
            new GroovyAssignment($"env.{BuiltBranch}", new GroovyCode($"params.{Branch}")),
            Unless($"params.{Commit} ==~ /([0-9a-f]{{40}})?/", $"{Commit} is not a full commit id, 40 digits from 0-9 and a-f"),
            Unless($"params.{Branch} ==~ /([A-Za-z0-9_][A-Za-z0-9._\\/-]*)?/", $"{Branch} is not the name of a branch"),
            new GroovyAssignment("def source", new GroovyCall("checkout", new GroovyCode("scm"))),
            new GroovyIf(
                new GroovyCode($"!params.{Commit} && !params.{Branch}"),
                [new GroovyAssignment($"env.{BuiltBranch}", new GroovyCode($"source.{BuiltBranch} ?: ''"))]),
            .. script.Clean([.. kept]),
            new GroovyIf(new GroovyCode($"params.{Commit}"), script.Git(
                "checkout --force --detach", "", Commit, Commit, "the commit is not in the repository")),
            new GroovyIf(new GroovyCode($"params.{Branch}"), script.Git(
                "merge-base --is-ancestor HEAD", "refs/remotes/origin/", Branch, BranchVariable, "the commit is not part of the branch")),
        ]);

    private static GroovyIf Unless(string condition, string message) =>
        new(new GroovyCode($"!({condition})"), [new GroovyStep(new GroovyCall(Refuse, message))]);

    /// <summary>Models of earlier builds stay, so that they are not trained again; what is archived or counted goes.</summary>
    private IEnumerable<GroovyStatement> Clean(IReadOnlyList<string> paths) => paths.Count == 0
        ? []
        : RefuseWhereItFails(new GroovyText($"git clean -fdxq -- {string.Join(' ', paths.Select(Quoted))}"), "the results of an earlier build cannot be removed");

    private string Quoted(string path) =>
        path.All(x => char.IsAsciiLetterOrDigit(x) || "./*_-".Contains(x, StringComparison.Ordinal)) ? path
        : crossPlatform ? $"\"{path}\""
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static GroovyCode StatusOf(string shell) =>
        new($"{GroovyWriter.Render(new GroovyCall(shell).With("returnStatus", true).With("script", new GroovyCode("command")))} != 0");

    private static GroovyCall Text(string name, string description) =>
        new GroovyCall("string").With("name", name).With("description", description).With("defaultValue", "").With("trim", true);

    /// <summary>Where both kinds of shell must understand the command, the value stands in it; it was checked before.</summary>
    private IReadOnlyList<GroovyStatement> Git(string command, string prefix, string parameter, string variable, string problem) => RefuseWhereItFails(
        crossPlatform ? new GroovyTemplate($"git {command} {prefix}${{params.{parameter}}}") : $"git {command} \"{prefix}${variable}\"", problem);

    private IReadOnlyList<GroovyStatement> RefuseWhereItFails(GroovyValue command, string problem)
    {
        var condition = crossPlatform
            ? GroovyWriter.Render(new GroovyCall(FailsFunction, command))
            : GroovyWriter.Render(new GroovyCall("sh").With("returnStatus", true).With("script", command)) + " != 0";
        return [new GroovyIf(new GroovyCode(condition), [new GroovyStep(new GroovyCall(Refuse, $"Nothing is built: {problem}"))])];
    }
}
