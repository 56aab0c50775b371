using FashionMnist.Build.Tests.Pipelines.Harness;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>The committed files of this repository.</summary>
public sealed class OwnPipelineTests
{
    private static readonly string[] Entries = ["Test", "PublishModel", "Promote"];

    private static readonly string[] Stages =
        ["CheckPipelines", "Restore", "Compile", "Test", "PublishJob", "FetchData", "CheckData", "Train", "Evaluate", "PublishModel", "Promote"];

    private static readonly string[] ImageEntries = ["Test", "Train", "SmokeImage", "PushImage"];

    private static readonly string[] ImageStages =
    [
        "CheckPipelines", "Restore", "Compile", "Test", "PublishJob", "FetchData", "CheckData", "Train",
        "PublishImageContent", "CheckLicences", "BuildImage", "SmokeImage", "PushImage",
    ];

    private static string ImageJenkinsfile => Path.Combine(Sources.Root, "Jenkinsfile.image");

    private static string Jenkinsfile => Path.Combine(Sources.Root, "Jenkinsfile");

    [Fact]
    public async Task They_are_what_the_build_would_write()
    {
        var run = await PipelineRoot.Start(Sources.Build, Sources.Root, [], ["CheckPipelines"]);

        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public async Task A_renamed_target_makes_Test_fail_on_a_server_with_the_difference_and_the_command()
    {
        using var root = new PipelineRoot(Sources.Build);
        Assert.Equal(0, (await root.Build("GeneratePipelines")).ExitCode);
        root.Write("Jenkinsfile", root.Read("Jenkinsfile").Replace("Evaluate", "Judge", StringComparison.Ordinal));

        var run = await root.BuildOnServer("Test");

        Assert.Equal(78, run.ExitCode);
        Assert.Contains("-        stage('Judge') {", run.Output, StringComparison.Ordinal);
        Assert.Contains("+        stage('Evaluate') {", run.Output, StringComparison.Ordinal);
        Assert.Contains("Out of date: Jenkinsfile; run ./build.sh GeneratePipelines and commit the result", run.Output, StringComparison.Ordinal);
    }

    [GroovyFact]
    public async Task The_Jenkinsfiles_keep_the_rules_of_declarative_pipelines()
    {
        Assert.Empty(await GroovyHarness.LintAsync(Jenkinsfile));
        Assert.Empty(await GroovyHarness.LintAsync(ImageJenkinsfile));
    }

    [GroovyFact]
    public async Task Jenkins_makes_the_image_as_a_laptop_does()
    {
        var plan = await PlanAsync(ImageStages, ImageEntries);

        var runs = await GroovyHarness.PlayAsync(
            new JenkinsScenario(ImageJenkinsfile) { Params = new() { ["BRANCH"] = "master" } },
            new JenkinsScenario(ImageJenkinsfile) { FirstBuild = true },
            new JenkinsScenario(ImageJenkinsfile) { Params = new() { ["BRANCH"] = "master" }, Fail = new() { ["build.sh SmokeImage"] = 70 } });

        Assert.Equal(ImageStages, plan);
        Assert.Equal(plan, runs[0].Targets);
        Assert.Equal(plan.Except(["PushImage"]), runs[1].Targets);
        Assert.Equal(plan.Except(["PushImage"]), runs[2].Targets);
        Assert.Equal(("FAILURE", "Failed"), (runs[2].Result, Assert.Single(runs[2].Told)));
    }

    [GroovyFact]
    public async Task Jenkins_runs_what_a_laptop_runs()
    {
        var plan = await PlanAsync(Stages, Entries);

        var runs = await GroovyHarness.PlayAsync(
            new JenkinsScenario(Jenkinsfile) { Params = new() { ["BRANCH"] = "master", ["SEED"] = "7" } },
            new JenkinsScenario(Jenkinsfile) { Params = new() { ["BRANCH"] = "integration" } },
            new JenkinsScenario(Jenkinsfile) { FirstBuild = true },
            new JenkinsScenario(Jenkinsfile) { Params = new() { ["BRANCH"] = "master" }, Fail = new() { ["build.sh CheckData"] = 65 } });

        Assert.Equal(Stages, plan);
        Assert.Equal(plan, runs[0].Targets);
        Assert.Equal(["production"], Environments(runs[0]));
        Assert.All(runs[0].Log.Where(x => x.Kind == "sh"), x => Assert.Equal(("7", "master"), (x.Environment!["SEED"], x.Environment["BRANCH_NAME"])));
        Assert.Equal(plan, runs[1].Targets);
        Assert.Equal(["integration"], Environments(runs[1]));
        Assert.Equal(plan.Except(["PublishModel", "Promote"]), runs[2].Targets);
        Assert.Equal([""], Environments(runs[2]));
        Assert.Equal(plan.TakeWhile(x => x != "Train"), runs[3].Targets);
        Assert.Equal(("FAILURE", "Failed"), (runs[3].Result, Assert.Single(runs[3].Told)));
        Assert.Equal(["artifacts/test-results/*.xml", "artifacts/data-files.junit.xml", "artifacts/data-contract.junit.xml"], runs[3].Of("junit"));
    }

    [Fact]
    public async Task CodeBuild_runs_what_a_laptop_runs_one_command_a_target()
    {
        var plan = await PlanAsync(Stages, Entries);

        var commands = SimulatedCodeBuild.CommandsOf(Path.Combine(Sources.Root, "deploy/codebuild/model.buildspec.yml"));

        Assert.Equal(plan.Select(x => $"./build.sh {x} --skip"), commands.Commands);
        Assert.True(plan.IndexOf("Test") < plan.IndexOf("PublishModel"));
    }

    private static async Task<List<string>> PlanAsync(string[] stages, string[] entries)
    {
        var plan = new List<string>();
        foreach (var entry in entries)
            plan.AddRange((await PipelineRoot.PlanOf(Sources.Build, Sources.Root, stages, entry)).Except(plan));
        return plan;
    }

    private static IEnumerable<string> Environments(JenkinsRun run) =>
        run.Log.Where(x => x.Kind == "sh" && x.Text.StartsWith("./build.sh", StringComparison.Ordinal)).Select(x => x.Environment!["NUKE_ENVIRONMENT"]).Distinct();
}
