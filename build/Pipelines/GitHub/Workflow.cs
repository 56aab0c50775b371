using FashionMnist.Build.Pipelines.Yaml;

namespace FashionMnist.Build.Pipelines.GitHub;

/// <summary>A GitHub workflow with one job.</summary>
/// <param name="Name">Its name.</param>
/// <param name="On">What starts it.</param>
/// <param name="ConcurrencyGroup">Runs of one group wait for each other.</param>
/// <param name="CancelInProgress">Whether a newer run ends an older one of its group.</param>
/// <param name="Job">Id of the job.</param>
/// <param name="TimeoutMinutes">Minutes after which the job is stopped.</param>
/// <param name="Steps">What the job does after the checkout and the installation of the SDK.</param>
internal sealed record Workflow(
    string Name, YamlMap On, string ConcurrencyGroup, bool CancelInProgress, string Job, int TimeoutMinutes, params IReadOnlyList<YamlMap> Steps)
{
    private const string Runner = "ubuntu-24.04";

    public YamlMap ToYaml() => new(
        ("name", Name),
        ("on", On),
        // Everything else is forbidden to the token of the job.
        ("permissions", new YamlMap(("contents", "read"))),
        ("concurrency", new YamlMap(("group", ConcurrencyGroup), ("cancel-in-progress", CancelInProgress))),
        ("jobs", new YamlMap((Job, new YamlMap(
            ("runs-on", Runner),
            ("timeout-minutes", TimeoutMinutes),
            ("steps", new YamlList(
            [
                new YamlMap(("uses", Actions.Checkout), ("with", new YamlMap(("persist-credentials", false)))),
                new YamlMap(("uses", Actions.SetupDotNet), ("with", new YamlMap(("global-json-file", "global.json")))),
                .. Steps,
            ])))))));
}
