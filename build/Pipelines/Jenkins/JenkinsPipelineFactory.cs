using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Groovy;
using FashionMnist.Models;
using Nuke.Common.Execution;

namespace FashionMnist.Build.Pipelines.Jenkins;

/// <summary>Makes a declarative pipeline from the target graph.</summary>
internal sealed class JenkinsPipelineFactory(JenkinsPipelineAttribute attribute, PipelineSource source)
{
    private const int KeptBuilds = 30;
    private const int KeptArtifacts = 10;
    private const int Attempts = 2;

    private static readonly GroovyCode Delivers = new($"{JenkinsScript.EnvironmentOf}(params.{JenkinsScript.Branch}) != ''");

    private readonly IReadOnlyList<ExecutableTarget> _plan = TargetPlan.Of(source.Targets, attribute.Targets);
    private readonly JenkinsScript _script = new(crossPlatform: attribute.Agents.Length > 1);
    private readonly JenkinsNotification? _notification =
        attribute.NotifyTarget is { } target ? new JenkinsNotification(TargetPlan.Find(source.Targets, target).Name, source) : null;

    public DeclarativePipeline Create()
    {
        Validate();
        var parameters = attribute.Parameters.Select(source.Parameter).ToList();
        return new DeclarativePipeline
        {
            Comments = [PipelineAttribute.Banner],
            Functions = [JenkinsScript.RefuseFunction, JenkinsScript.CheckOutFunction(_script, KeptPaths()), .. Delivery(), .. _script.Functions, .. _notification?.Functions ?? []],
            Agent = new Agent(attribute.Agents.FirstOrDefault()),
            Options =
            [
                new GroovyCall("buildDiscarder", new GroovyCall("logRotator")
                    .With("numToKeepStr", $"{KeptBuilds}")
                    .With("artifactNumToKeepStr", $"{KeptArtifacts}")),
                new GroovyCall("disableConcurrentBuilds"),
                // A restarted stage would deliver what another build left in the workspace, for the parameters of another branch.
                new GroovyCall("disableRestartFromStage"),
                new GroovyCall("skipDefaultCheckout", true),
                new GroovyCall("skipStagesAfterUnstable"),
                new GroovyCall("timeout").With("time", attribute.TimeoutMinutes).With("unit", "MINUTES"),
                new GroovyCall("timestamps"),
            ],
            Parameters = [.. JenkinsScript.CheckOutParameters, .. parameters.Select(Field)],
            Environment = [.. JenkinsScript.CheckOutVariables, .. Environment(), .. parameters.Select(x => (x.Variable, Parameter(x.Variable)))],
            Stages = attribute.Agents.Length > 1 ? [SideBySide()] : Stages(),
            Post = AfterAll(),
        };
    }

    private void Validate()
    {
        foreach (var name in attribute.DeliveringTargets.Concat(attribute.RetriedTargets).Where(x => !_plan.Any(y => y.Name == x)))
            throw Wrong($"the target {name} is none of its stages");
        if (attribute.Parameters.Select(source.Parameter).FirstOrDefault(x => x.Secret) is { } secret)
            throw Wrong($"{secret.Variable} is a secret and cannot be a field of a form");
        if (attribute.Agents.Length > 1 && attribute.DeliveringTargets.Length > 0)
            throw Wrong("a pipeline for several agents would deliver several times");
        if (_plan.SkipWhile(x => !x.AssuredAfterFailure).FirstOrDefault(x => !x.AssuredAfterFailure) is { } late)
            throw Wrong($"{late.Name} comes after a target that is assured after a failure; those must come last");
    }

    private FashionMnistException Wrong(string problem) => new(ExitCodes.Configuration, $"{attribute.File}: {problem}");

    private List<Stage> Stages() =>
    [
        new Stage("Checkout") { Steps = [new GroovyStep(new GroovyCall(JenkinsScript.CheckOut))] },
        .. Running().Select(StageOf),
    ];

    private Stage SideBySide() => new("Agents")
    {
        // The first one works in the workspace that the pipeline has anyway.
        Parallel = [.. attribute.Agents.Select((x, i) => new Stage(x) { Agent = i == 0 ? null : new Agent(x), Stages = Stages() })],
    };

    /// <summary>What runs whatever happened needs no stage of its own: stages end with the first failure.</summary>
    private IEnumerable<ExecutableTarget> Running() => _plan.Where(x => !x.AssuredAfterFailure);

    private Stage StageOf(ExecutableTarget target)
    {
        var run = _script.Run(target.Name);
        return new Stage(target.Name)
        {
            Options = attribute.RetriedTargets.Contains(target.Name) ? [new GroovyCall("retry", Attempts)] : [],
            Environment = [.. source.SecretsOf(target).Select(x => (x.Variable, (GroovyValue)new GroovyCall("credentials", x.CredentialId)))],
            When = attribute.DeliveringTargets.Contains(target.Name) ? Delivers : null,
            Steps = target.ProceedAfterFailure
                ? [new GroovyStep(new GroovyCall("catchError").With("buildResult", "FAILURE").With("stageResult", "FAILURE"), run)]
                : [run],
            Post = Kept(source.ProductsOf(target)),
        };
    }

    /// <summary>What the stages keep on the server: of earlier builds nothing of it may be left when they begin.</summary>
    private IReadOnlyList<string> KeptPaths() => [.. Running().SelectMany(source.ProductsOf).Distinct()];

    private static Post Kept(IReadOnlyList<string> products)
    {
        var reports = products.Where(x => x.EndsWith(".xml", StringComparison.Ordinal)).ToList();
        // The same results as in the reports, in another format.
        var files = products.Except(reports).Where(x => !x.EndsWith(".trx", StringComparison.Ordinal)).ToList();
        var steps = new List<GroovyStatement>();
        if (reports.Count > 0)
            steps.Add(new GroovyStep(new GroovyCall("junit")
                .With("testResults", string.Join(',', reports))
                .With("allowEmptyResults", true)
                .With("skipOldReports", true)));
        if (files.Count > 0)
            steps.Add(JenkinsScript.Archive(files));
        return steps.Count > 0 ? new Post((PostCondition.Always, steps)) : new Post([]);
    }

    private Post AfterAll()
    {
        var always = _plan.Where(x => x.AssuredAfterFailure).Select(x => _script.Run(x.Name)).ToList();
        return _notification is null
            ? always.Count > 0 ? new Post((PostCondition.Always, always)) : new Post([])
            : new Post([(PostCondition.Always, [.. always, JenkinsScript.Archive([JenkinsNotification.Report])]), .. _notification.Conditions]);
    }

    private IEnumerable<GroovyFunction> Delivery() => attribute.DeliveringTargets.Length == 0 ? [] :
    [
        new GroovyFunction(
            "The environment that a branch delivers to; other branches deliver nothing.",
            JenkinsScript.EnvironmentOf,
            "branch",
            new GroovyReturn(new GroovyCode($"{GroovyWriter.Render(Environments())}[branch] ?: ''"))),
    ];

    private GroovyMap Environments() => new([.. source.Deliveries.Select(x => (x.Branch, (GroovyValue)x.Environment))]);

    private IEnumerable<(string Name, GroovyValue Value)> Environment() => attribute.DeliveringTargets.Length == 0 ? [] :
    [
        ("NUKE_ENVIRONMENT", new GroovyCall(JenkinsScript.EnvironmentOf, new GroovyCode($"params.{JenkinsScript.Branch}"))),
    ];

    private static GroovyCall Field(PipelineParameter parameter)
    {
        if (parameter.IsFlag)
            return Described("booleanParam", parameter).With("defaultValue", parameter.Default == "true");
        return parameter.Choices.Count > 0
            ? Described("choice", parameter).With("choices", new GroovyList([.. parameter.Choices.Select(x => (GroovyValue)x)]))
            : Described("string", parameter).With("defaultValue", parameter.Default).With("trim", true);
    }

    private static GroovyCall Described(string kind, PipelineParameter parameter) =>
        new GroovyCall(kind).With("name", parameter.Variable).With("description", parameter.Description);

    /// <summary>On the first build of a job the shell has no variables of parameters yet, only this form has their defaults.</summary>
    private static GroovyTemplate Parameter(string name) => new($"${{params.{name}}}");
}
