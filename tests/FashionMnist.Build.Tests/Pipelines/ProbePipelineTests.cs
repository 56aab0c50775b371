using FashionMnist.Build.Tests.Notifications;
using FashionMnist.Build.Tests.Pipelines.Harness;

namespace FashionMnist.Build.Tests.Pipelines;

/// <summary>The pipelines of the small build: their text, and what they do in a Jenkins.</summary>
public sealed class ProbePipelineTests : IClassFixture<ProbePipelineTests.Generated>
{
    private const string Image = "Jenkinsfile.image";

    private readonly PipelineRoot _root;

    public ProbePipelineTests(Generated generated) => _root = generated.Root;

    public static TheoryData<string> Files =>
    [
        Image,
        "Jenkinsfile.everywhere",
        "Jenkinsfile.quiet",
        ".github/workflows/smoke.yml",
        ".github/workflows/trigger-jenkins-image.yml",
        "deploy/codebuild/image.buildspec.yml",
    ];

    private static string[] Targets => ["PullBase", "BuildImage", "Advise", "SmokeImage", "PushImage", "CleanUp"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_generated_file_is_as_approved(string file)
    {
        var golden = Path.Combine(Sources.Tests, "Pipelines", "Golden", $"{file.Replace('/', '-')}.txt");
        if (Sources.Accepts)
            File.WriteAllText(golden, _root.Read(file));

        Assert.Equal(File.ReadAllText(golden), _root.Read(file));
    }

    [GroovyFact]
    public async Task Every_Jenkinsfile_keeps_the_rules_of_declarative_pipelines() =>
        Assert.Empty(await GroovyHarness.LintAsync(_root.At(Image), _root.At("Jenkinsfile.everywhere"), _root.At("Jenkinsfile.quiet")));

    [GroovyFact]
    public async Task Jenkins_runs_what_the_engine_plans_in_its_order()
    {
        var plan = new List<string>();
        foreach (var entry in new[] { "SmokeImage", "PushImage", "CleanUp" })
            plan.AddRange((await PipelineRoot.PlanOf(Sources.PipelineProbe, _root.Folder, Targets, entry)).Except(plan));

        var run = Assert.Single(await GroovyHarness.PlayAsync(Scenario() with { Params = Master() }));

        Assert.Equal(Targets, plan);
        Assert.Equal(plan, run.Targets);
        Assert.Equal("SUCCESS", run.Result);
    }

    [GroovyFact]
    public async Task What_happens_follows_the_rules_of_the_build()
    {
        var runs = await GroovyHarness.PlayAsync(
            Scenario() with { Params = Master(), Fail = new() { ["build.sh SmokeImage"] = 65 } },
            Scenario() with { Params = new() { ["BRANCH"] = "feature/x" } },
            Scenario() with { Params = Master(), Fail = new() { ["build.sh Advise"] = 1 } },
            Scenario() with { Params = Master(), History = [new("FAILURE", "master")] },
            Scenario() with { Params = Master(), History = [new("FAILURE", "master")], StopAt = "BuildImage" },
            Scenario() with { Fail = new() { ["checkout"] = 1, ["build.sh Notify"] = 127 } },
            Scenario() with { Fail = new() { ["build.sh SmokeImage"] = 1 }, MissingCredentials = ["slack-webhook"] },
            Scenario() with { Params = new() { ["COMMIT"] = "master; rm -rf /" } },
            Scenario() with { Params = new() { ["BRANCH"] = "$(reboot)" } },
            Scenario() with { Params = Master(), Fail = new() { ["merge-base"] = 1 } });

        // A failed stage ends the stages; what is assured, the results and the message come all the same.
        Assert.Equal(["PullBase", "BuildImage", "Advise", "SmokeImage", "CleanUp"], runs[0].Targets);
        Assert.Equal(("FAILURE", "artifacts/smoke.junit.xml"), (runs[0].Result, Assert.Single(runs[0].Of("junit"))));
        Assert.Equal(["Failed"], runs[0].Told);

        // A branch that delivers nowhere pushes nothing.
        Assert.Equal(("SUCCESS", false), (runs[1].Result, runs[1].Targets.Contains("PushImage")));
        Assert.Empty(runs[1].Told);

        // What may fail lets the rest go on, and the build fails at its end.
        Assert.Equal(Targets, runs[2].Targets);
        Assert.Equal(("FAILURE", "Failed"), (runs[2].Result, Assert.Single(runs[2].Told)));

        Assert.Equal(["Recovered"], runs[3].Told);
        Assert.Equal(("ABORTED", "Aborted"), (runs[4].Result, Assert.Single(runs[4].Told)));

        // What an earlier build left in the workspace is not taken for this one's report, even where checking out fails.
        Assert.All(runs, x => Assert.Equal("artifacts/build-report", Assert.Single(x.Of("deleteDir"))));

        // Where the build cannot start, curl says it; once.
        Assert.Single(runs[5].Scripts, x => x.Contains("curl", StringComparison.Ordinal));
        Assert.DoesNotContain(runs[0].Scripts, x => x.Contains("curl", StringComparison.Ordinal));

        // A credential that is not there takes nothing but the message.
        Assert.Equal(("FAILURE", "Nobody was told"), (runs[6].Result, Assert.Single(runs[6].Of("caught"))));

        // What comes from outside reaches no shell unless it has the right form.
        Assert.All(new[] { runs[7], runs[8] }, x => Assert.Equal((0, 1), (x.Targets.Count(y => y != "CleanUp"), x.Of("error").Count())));
        Assert.Equal(["CleanUp"], runs[9].Targets);
    }

    [GroovyFact]
    public async Task Recovered_is_told_of_the_first_good_build_after_a_bad_one_of_the_same_branch()
    {
        (JenkinsBuild[] History, bool Told)[] cases =
        [
            ([new("FAILURE", "master")], true),
            ([new("UNSTABLE", "master")], true),
            ([new("ABORTED", "master"), new("SUCCESS", "feature"), new("FAILURE", "feature"), new("FAILURE", "master")], true),
            ([new("FAILURE", "feature"), new("SUCCESS", "master"), new("FAILURE", "master")], false),
            ([new("FAILURE", "feature")], false),
            ([new("ABORTED", "master"), new("SUCCESS", "master"), new("FAILURE", "master")], false),
            ([new("FAILURE", null)], false),
            ([], false),
        ];

        var runs = await GroovyHarness.PlayAsync([.. cases.Select(x => Scenario() with { Params = Master(), History = x.History })]);
        var broken = Assert.Single(await GroovyHarness.PlayAsync(
            Scenario() with { Params = Master(), History = [new("SUCCESS", "feature"), new("FAILURE", "master")], Fail = new() { ["build.sh SmokeImage"] = 65 } }));

        Assert.Equal(cases.Select(x => x.Told), runs.Select(x => x.Told.SequenceEqual(["Recovered"])));
        Assert.Equal(["Failed"], broken.Told);
    }

    [GroovyFact]
    public async Task What_earlier_builds_left_in_the_workspace_is_neither_counted_nor_archived()
    {
        var run = Assert.Single(await GroovyHarness.PlayAsync(Scenario() with
        {
            Params = Master(),
            Leftovers = ["artifacts/smoke.junit.xml", "artifacts/image/old.json", "artifacts/build-report/failure.json"],
        }));

        Assert.Equal("SUCCESS", run.Result);
        Assert.DoesNotContain(run.Of("archived leftover"), x => x.StartsWith("artifacts/image", StringComparison.Ordinal));
    }

    [GroovyFact]
    public async Task An_unstable_build_delivers_nothing_and_the_team_hears_of_it()
    {
        var run = Assert.Single(await GroovyHarness.PlayAsync(Scenario() with { Params = Master(), FailedTests = ["artifacts/smoke.junit.xml"] }));

        Assert.Equal(("UNSTABLE", "Unstable"), (run.Result, Assert.Single(run.Told)));
        Assert.DoesNotContain("PushImage", run.Targets);
    }

    [GroovyFact]
    public async Task A_stage_cannot_be_restarted_with_what_another_build_left_in_the_workspace()
    {
        var run = Assert.Single(await GroovyHarness.PlayAsync(Scenario() with { Params = Master(), RestartFrom = "PushImage" }));

        Assert.Equal("NOT_RESTARTED", run.Result);
        Assert.Empty(run.Targets);
    }

    [GroovyFact]
    public async Task A_build_says_in_its_description_whether_the_team_was_told_so_that_whoever_waits_for_it_can_tell_of_the_others()
    {
        var runs = await GroovyHarness.PlayAsync(
            Scenario() with { Params = Master(), Fail = new() { ["build.sh SmokeImage"] = 65 } },
            Scenario() with { Params = Master(), LoseAgentAt = "BuildImage" },
            Scenario() with { Params = Master(), Fail = new() { ["build.sh SmokeImage"] = 65 }, MissingCredentials = ["slack-webhook"] });

        Assert.Equal(["The team was told: Failed", null, null], runs.Select(x => x.Description));
        Assert.Empty(runs[1].Told);
    }

    [GroovyFact]
    public async Task A_refused_commit_is_told_with_the_reason_and_a_build_without_a_branch_with_that_of_its_Jenkinsfile()
    {
        var runs = await GroovyHarness.PlayAsync(
            Scenario() with { Params = Master(), Fail = new() { ["merge-base"] = 1 } },
            Scenario() with { Params = new() { ["COMMIT"] = "master; rm -rf /" } },
            Scenario() with { FirstBuild = true, Fail = new() { ["build.sh SmokeImage"] = 65 } });

        Assert.Equal("Nothing is built: the commit is not part of the branch", Telling(runs[0])["NUKE_PROBLEM"]);
        Assert.Equal("COMMIT is not a full commit id, 40 digits from 0-9 and a-f", Telling(runs[1])["NUKE_PROBLEM"]);
        Assert.Equal("origin/trunk", Telling(runs[2])["GIT_BRANCH"]);

        static Dictionary<string, string> Telling(JenkinsRun run) => run.Log.Single(x => x.Text == "./build.sh Notify --skip").Environment!;
    }

    [GroovyFact]
    public async Task Parameters_reach_the_build_and_a_secret_only_the_stage_that_needs_it()
    {
        var runs = await GroovyHarness.PlayAsync(
            Scenario() with { FirstBuild = true },
            Scenario() with { Params = new(Master()) { ["KEEP"] = "3", ["PLATFORM"] = "Amd64" } });

        var first = runs[0].Log.First(x => x.Text.Contains("BuildImage", StringComparison.Ordinal) && x.Kind == "sh").Environment!;
        Assert.Equal(("Arm64", "true", "7", "a,b", "artifacts/cache", ""), (first["PLATFORM"], first["SQUASH"], first["KEEP"], first["LABELS"], first["CACHE"], first["BASE_IMAGE"]));
        var second = runs[1].Log.First(x => x.Text.Contains("BuildImage", StringComparison.Ordinal) && x.Kind == "sh").Environment!;
        Assert.Equal(("Amd64", "3", "production"), (second["PLATFORM"], second["KEEP"], second["NUKE_ENVIRONMENT"]));
        Assert.Equal(["PushImage"], runs[1].Log.Where(x => x.Environment?.ContainsKey("REGISTRY_TOKEN") == true).Select(x => x.Stage));
        Assert.DoesNotContain(runs[1].Log, x => x.Environment?.ContainsKey("SLACK_WEBHOOK") == true);
    }

    [GroovyFact]
    public async Task A_failing_target_of_the_real_build_reaches_Slack_once_with_its_failed_tests()
    {
        using var root = new PipelineRoot(Sources.PipelineProbe);
        Assert.Equal(0, (await root.Build("GeneratePipelines")).ExitCode);
        await using var slack = new LocalListener();
        const string Token = "token-of-the-registry";

        var run = Assert.Single(await GroovyHarness.PlayAsync(new JenkinsScenario(root.At(Image))
        {
            Shell = root.Folder,
            Stub = ["git "],
            Params = new(Master()) { ["KEEP"] = "3" },
            FirstBuild = true,
            Secrets = new() { ["slack-webhook"] = slack.Address.AbsoluteUri },
            Environment = new()
            {
                ["JENKINS_HOME"] = "/var/jenkins",
                ["BUILD_TAG"] = "image-17",
                ["JOB_NAME"] = "image",
                ["BUILD_DISPLAY_NAME"] = "#17",
                ["BUILD_URL"] = "http://jenkins.invalid/job/image/17/",
                ["SMOKE_FAILS"] = "1",
                ["REGISTRY_TOKEN"] = Token,
            },
        }));

        Assert.Equal("FAILURE", run.Result);
        Assert.Equal("pulled\nbuilt Arm64 3 a+b none\nadvised\nsmoked\ncleaned up\n", root.Read("artifacts/notes.txt"));
        Assert.Equal("artifacts/smoke.junit.xml", Assert.Single(run.Of("junit")));
        var message = Assert.Single(slack.Bodies);
        SlackLimits.Check(message);
        Assert.Contains("SmokeImage", message, StringComparison.Ordinal);
        Assert.Contains("Smoke.answers", message, StringComparison.Ordinal);
        Assert.Contains("the image does not answer", message, StringComparison.Ordinal);
        Assert.Contains("1:01", message, StringComparison.Ordinal);
        Assert.Contains("http://jenkins.invalid/job/image/17/testReport/", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, string.Concat(run.Log.Select(x => x.Output)), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, root.Read("artifacts/build-report/failure.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_CodeBuild_the_first_target_that_fails_ends_the_phase_before_anything_is_delivered_and_is_told_once()
    {
        using var root = new PipelineRoot(Sources.PipelineProbe);
        Assert.Equal(0, (await root.Build("GeneratePipelines")).ExitCode);
        await using var slack = new LocalListener();
        Dictionary<string, string> variables = new() { ["REGISTRY_TOKEN"] = "token-of-the-registry", ["SLACK_WEBHOOK"] = slack.Address.AbsoluteUri };

        var good = await SimulatedCodeBuild.RunAsync(root, "deploy/codebuild/image.buildspec.yml", variables);
        Assert.True(good.Succeeded, good.Output);
        Assert.Equal("pulled\nbuilt Arm64 7 a+b none\nadvised\nsmoked\npushed with a token of 21\n", root.Read("artifacts/notes.txt"));
        Assert.Empty(slack.Bodies);

        File.Delete(root.At("started.txt"));
        var bad = await SimulatedCodeBuild.RunAsync(root, "deploy/codebuild/image.buildspec.yml", new(variables) { ["SMOKE_FAILS"] = "1" });

        Assert.Equal((false, "./build.sh SmokeImage --skip"), (bad.Succeeded, bad.Started[^1]));
        Assert.Contains("SmokeImage", SlackLimits.Check(Assert.Single(slack.Bodies)), StringComparison.Ordinal);
    }

    [GroovyFact]
    public async Task A_cross_platform_pipeline_runs_every_stage_on_every_agent()
    {
        var run = Assert.Single(await GroovyHarness.PlayAsync(new JenkinsScenario(_root.At("Jenkinsfile.everywhere"))));

        string[] each = ["PullBase", "BuildImage", "Advise", "SmokeImage"];
        Assert.Equal([.. each, .. each], run.Targets);
        Assert.Equal(["linux", "windows"], run.Of("stage").Where(x => x is "linux" or "windows"));
    }

    [GroovyFact]
    public async Task Where_the_build_cannot_start_one_bare_line_reaches_Slack()
    {
        using var root = new PipelineRoot(Sources.PipelineProbe);
        Assert.Equal(0, (await root.Build("GeneratePipelines")).ExitCode);
        root.Write("build.sh", "#!/bin/sh\nexit 1\n");
        await using var slack = new LocalListener();

        var run = Assert.Single(await GroovyHarness.PlayAsync(new JenkinsScenario(root.At(Image))
        {
            Shell = root.Folder,
            Stub = ["git "],
            Secrets = new() { ["slack-webhook"] = slack.Address.AbsoluteUri },
            Environment = new() { ["JOB_NAME"] = "im\"age\\<!here>", ["BUILD_DISPLAY_NAME"] = "#17", ["BUILD_URL"] = "http://jenkins.invalid/job/image/17/" },
        }));

        Assert.Equal("FAILURE", run.Result);
        Assert.Equal(
            "{\"text\":\"image!here #17: Failed, and the build could not start to say more. http://jenkins.invalid/job/image/17/\"}",
            Assert.Single(slack.Bodies));
        Assert.DoesNotContain(slack.Address.AbsoluteUri, string.Concat(run.Log.Select(x => x.Output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_generation_changes_nothing_whatever_this_run_says()
    {
        var run = await PipelineRoot.Start(
            Sources.PipelineProbe, _root.Folder, new() { ["KEEP"] = "99", ["SQUASH"] = "false", ["NUKE_ENVIRONMENT"] = "production" }, ["GeneratePipelines", "--platform", "Amd64"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 of 6 generated files changed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_generated_any_more_is_removed_and_a_file_of_somebody_else_is_not()
    {
        using var root = new PipelineRoot(Sources.PipelineProbe);
        root.Write("Jenkinsfile.old", root.At("") + "\n// Generated by ./build.sh GeneratePipelines. Change the attributes of build/Build.cs, not this file.\n");
        root.Write("Jenkinsfile.mine", "pipeline {}\n");

        Assert.Equal(78, (await root.Build("CheckPipelines")).ExitCode);
        Assert.Equal(0, (await root.Build("GeneratePipelines")).ExitCode);

        Assert.Equal((false, true), (File.Exists(root.At("Jenkinsfile.old")), File.Exists(root.At("Jenkinsfile.mine"))));
        Assert.Equal(0, (await root.Build("CheckPipelines")).ExitCode);
    }

    private static Dictionary<string, string> Master() => new() { ["BRANCH"] = "master", ["COMMIT"] = new string('a', 40) };

    private JenkinsScenario Scenario() => new(_root.At(Image));

    /// <summary>The files, generated once.</summary>
    public sealed class Generated : IDisposable
    {
        public Generated()
        {
            var run = Root.Build("GeneratePipelines").GetAwaiter().GetResult();
            Assert.True(run.ExitCode == 0, run.Output);
        }

        internal PipelineRoot Root { get; } = new(Sources.PipelineProbe);

        public void Dispose() => Root.Dispose();
    }
}
