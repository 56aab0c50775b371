using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Yaml;
using Nuke.Common.Execution;

namespace FashionMnist.Build.Pipelines.CodeBuild;

/// <summary>
/// Declares a buildspec for AWS CodeBuild. Every target is a command of one phase, in the order of the plan: the first one that fails ends
/// the phase, so nothing is delivered that failed a test, and the process that fails tells the team itself.
/// </summary>
/// <param name="file">Path of the buildspec.</param>
/// <param name="targets">Names of the targets, in their order.</param>
internal sealed class CodeBuildAttribute(string file, params string[] targets) : PipelineAttribute(file)
{
    public override string Generate(PipelineSource source)
    {
        var plan = TargetPlan.Of(source.Targets, targets);
        var products = plan.SelectMany(source.ProductsOf).Distinct().ToList();
        var reports = products.Where(x => x.EndsWith(".xml", StringComparison.Ordinal)).ToList();
        var files = products.Except(reports).Where(x => !x.EndsWith(".trx", StringComparison.Ordinal)).Append("artifacts/build-report/**/*").ToList();
        var root = new List<(string, YamlNode)>
        {
            ("version", new YamlCode("0.2")),
            ("phases", new YamlMap(("build", Phase(plan)))),
        };
        if (reports.Count > 0)
            root.Add(("reports", new YamlMap(("tests", new YamlMap(("files", reports.ToArray()), ("file-format", "JUNITXML"))))));
        root.Add(("artifacts", new YamlMap(("files", files.ToArray()))));
        return YamlWriter.Write(Banner, new YamlMap([.. root]));
    }

    /// <summary>All commands of a phase run in one shell, so a target that may fail can leave a variable; `finally` runs whatever happened.</summary>
    private static YamlMap Phase(IReadOnlyList<ExecutableTarget> plan)
    {
        var commands = plan.Where(x => !x.AssuredAfterFailure).Select(x => x.ProceedAfterFailure ? $"{Run(x)} || failed=1" : Run(x)).ToList();
        if (plan.Any(x => x is { AssuredAfterFailure: false, ProceedAfterFailure: true }))
            commands.Add("test -z \"$failed\"");
        var assured = plan.Where(x => x.AssuredAfterFailure).Select(Run).ToArray();
        return assured.Length == 0
            ? new YamlMap(("commands", commands.ToArray()))
            : new YamlMap(("commands", commands.ToArray()), ("finally", assured));
    }

    private static string Run(ExecutableTarget target) => $"./build.sh {target.Name} --skip";
}
