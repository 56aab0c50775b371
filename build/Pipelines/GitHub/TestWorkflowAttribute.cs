using FashionMnist.Build.Pipelines.Graph;
using FashionMnist.Build.Pipelines.Yaml;

namespace FashionMnist.Build.Pipelines.GitHub;

/// <summary>Declares a GitHub workflow that runs targets on every push and pull request and needs no secret, so that forks may run it.</summary>
/// <param name="file">Path of the workflow.</param>
/// <param name="targets">Names of the targets.</param>
internal sealed class TestWorkflowAttribute(string file, params string[] targets) : PipelineAttribute(file)
{
    private static readonly string[] EveryBranch = ["**"];

    /// <summary>Minutes after which the job is stopped.</summary>
    public int TimeoutMinutes { get; set; } = 45;

    public override string Generate(PipelineSource source)
    {
        var entries = targets.Select(x => TargetPlan.Find(source.Targets, x).Name);
        var products = TargetPlan.Of(source.Targets, targets).SelectMany(source.ProductsOf).ToList();
        var keep = new YamlMap(
            ("if", "${{ always() }}"),
            ("uses", Actions.UploadArtifact),
            ("with", new YamlMap(("name", "results"), ("path", string.Join('\n', products)), ("if-no-files-found", "ignore"))));
        return YamlWriter.Write(Banner, new Workflow(
            "CI",
            new YamlMap(("push", new YamlMap(("branches", EveryBranch))), ("pull_request", new YamlMap())),
            "ci-${{ github.workflow }}-${{ github.ref }}",
            CancelInProgress: true,
            "test",
            TimeoutMinutes,
            [new YamlMap(("run", $"./build.sh {string.Join(' ', entries)}")), .. products.Count > 0 ? [keep] : Array.Empty<YamlMap>()]).ToYaml());
    }
}
