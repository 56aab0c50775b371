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

    private const string BranchVariable = "BRANCH_NAME";
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

    /// <summary>Both values come from outside, so both are checked before they reach a shell.</summary>
    public static GroovyFunction CheckOutFunction(JenkinsScript script) => new(
        "The commit that was asked for, and only if it is part of the branch that it is built for.",
        CheckOut,
        null,
        // An agent's workspace outlives its builds, and a build that ends before a target leaves no report of its own.
        new GroovyStep(new GroovyCall("dir", JenkinsNotification.ReportFolder), new GroovyStep(new GroovyCall("deleteDir"))),
        Unless($"params.{Commit} ==~ /([0-9a-f]{{40}})?/", $"{Commit} is not a full commit id, 40 digits from 0-9 and a-f"),
        Unless($"params.{Branch} ==~ /([A-Za-z0-9_][A-Za-z0-9._\\/-]*)?/", $"{Branch} is not the name of a branch"),
        new GroovyStep(new GroovyCall("checkout", new GroovyCode("scm"))),
        new GroovyIf(new GroovyCode($"params.{Commit}"), script.Git(
            "checkout --force --detach", "", Commit, Commit, "the commit is not in the repository")),
        new GroovyIf(new GroovyCode($"params.{Branch}"), script.Git(
            "merge-base --is-ancestor HEAD", "refs/remotes/origin/", Branch, BranchVariable, "the commit is not part of the branch")));

    private static GroovyIf Unless(string condition, string message) =>
        new(new GroovyCode($"!({condition})"), [new GroovyStep(new GroovyCall("error", message))]);

    private static GroovyCode StatusOf(string shell) =>
        new($"{GroovyWriter.Render(new GroovyCall(shell).With("returnStatus", true).With("script", new GroovyCode("command")))} != 0");

    private static GroovyCall Text(string name, string description) =>
        new GroovyCall("string").With("name", name).With("description", description).With("defaultValue", "").With("trim", true);

    /// <summary>Where both kinds of shell must understand the command, the value stands in it; it was checked before.</summary>
    private List<GroovyStatement> Git(string command, string prefix, string parameter, string variable, string problem)
    {
        var failed = crossPlatform
            ? new GroovyCall(FailsFunction, new GroovyTemplate($"git {command} {prefix}${{params.{parameter}}}"))
            : new GroovyCall("sh").With("returnStatus", true).With("script", $"git {command} \"{prefix}${variable}\"");
        var condition = GroovyWriter.Render(failed) + (crossPlatform ? "" : " != 0");
        return [new GroovyIf(new GroovyCode(condition), [new GroovyStep(new GroovyCall("error", $"Nothing is built: {problem}"))])];
    }
}
