using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Yaml;

namespace FashionMnist.Build.Pipelines.CodeBuild;

/// <summary>
/// Declares a buildspec for AWS CodeBuild. All targets run in one process: CodeBuild shows phases, not stages, and at the end of the
/// process the build tells the team itself.
/// </summary>
/// <param name="file">Path of the buildspec.</param>
/// <param name="targets">Names of the targets, in their order.</param>
internal sealed class CodeBuildAttribute(string file, params string[] targets) : PipelineAttribute(file)
{
    public override string Generate(PipelineSource source)
    {
        var entries = targets.Select(x => TargetPlan.Find(source.Targets, x).Name);
        var products = TargetPlan.Of(source.Targets, targets).SelectMany(source.ProductsOf).Distinct().ToList();
        var reports = products.Where(x => x.EndsWith(".xml", StringComparison.Ordinal)).ToList();
        var files = products.Except(reports).Where(x => !x.EndsWith(".trx", StringComparison.Ordinal)).Append("artifacts/build-report/**/*").ToList();
        var root = new List<(string, YamlNode)>
        {
            ("version", new YamlCode("0.2")),
            ("phases", new YamlMap(("build", new YamlMap(("commands", new YamlList($"./build.sh {string.Join(' ', entries)}")))))),
        };
        if (reports.Count > 0)
            root.Add(("reports", new YamlMap(("tests", new YamlMap(("files", reports.ToArray()), ("file-format", "JUNITXML"))))));
        root.Add(("artifacts", new YamlMap(("files", files.ToArray()))));
        return YamlWriter.Write(Banner, new YamlMap([.. root]));
    }
}
