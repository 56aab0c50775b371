using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Notifications;

/// <summary>Who is told at the end of a process that ran a failing target, by the small build.</summary>
public sealed class EndOfBuildTests : IAsyncDisposable
{
    private readonly LocalListener _slack = new();
    private readonly PipelineRoot _root = new(Sources.PipelineProbe);

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        _root.Dispose();
    }

    [Fact]
    public async Task CodeBuild_has_no_stages_so_the_end_of_the_build_tells()
    {
        var run = await Fail(new() { ["CODEBUILD_BUILD_ID"] = "project:1", ["CODEBUILD_BUILD_URL"] = "https://aws.invalid/1", ["BRANCH_NAME"] = "master" });

        Assert.Equal(255, run.ExitCode);
        var text = SlackLimits.Check(Assert.Single(_slack.Bodies));
        Assert.Contains("• Smoke.answers", text, StringComparison.Ordinal);
        Assert.Contains("<https://aws.invalid/1|Build>", text, StringComparison.Ordinal);
        Assert.Contains("Slack was told", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_slack.Address.AbsoluteUri, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_of_Jenkins_stays_silent_and_leaves_a_report()
    {
        await Fail(new() { ["JENKINS_HOME"] = "/var/jenkins", ["BUILD_TAG"] = "image-1" });

        Assert.Empty(_slack.Bodies);
        Assert.Contains("\"run\": \"image-1\"", _root.Read("artifacts/build-report/failure.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task A_laptop_tells_only_if_it_is_told_to(string local, int messages)
    {
        await Fail(new() { ["FASHION_MNIST_NOTIFICATIONS_LOCAL"] = local });

        Assert.Equal(messages, _slack.Bodies.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_changes_nothing_and_hides_nothing()
    {
        await _slack.DisposeAsync();

        var run = await Fail(new() { ["CODEBUILD_BUILD_ID"] = "project:1" });

        Assert.Equal(255, run.ExitCode);
        Assert.Contains("the image does not answer", run.Output, StringComparison.Ordinal);
        Assert.Contains("Slack was not told: the service cannot be reached", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notify_of_another_run_knows_nothing_of_an_old_report()
    {
        await Fail(new() { ["JENKINS_HOME"] = "/var/jenkins", ["BUILD_TAG"] = "image-1" });

        var run = await Start(new() { ["JENKINS_HOME"] = "/var/jenkins", ["BUILD_TAG"] = "image-2" }, "Notify");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("Smoke.answers", Assert.Single(_slack.Bodies), StringComparison.Ordinal);
        Assert.Contains("none of the targets: see the log", _slack.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_that_a_channel_does_not_want_is_not_told()
    {
        var run = await Start(
            new() { ["JENKINS_HOME"] = "/var/jenkins", ["NUKE_OUTCOME"] = "Recovered", ["FASHION_MNIST_NOTIFICATIONS_SLACK_ON_RECOVERY"] = "false" }, "Notify");

        Assert.Equal((0, 0), (run.ExitCode, _slack.Bodies.Count));
    }

    [Fact]
    public async Task A_job_that_Jenkins_has_told_of_is_not_told_of_again()
    {
        await using var jenkins = new LocalListener((request, _) => request.Url().AbsolutePath switch
        {
            "/job/model/buildWithParameters" => new Answer(201, "", ("Location", "/queue/item/5/")),
            "/queue/item/5/api/json" => new Answer(200, """{ "executable": { "number": 17 } }"""),
            "/job/model/17/api/json" => new Answer(200, """{ "number": 17, "url": "http://jenkins.invalid/17/", "building": false, "result": "FAILURE", "description": "The team was told: Failed" }"""),
            _ => new Answer(404, ""),
        });

        var run = await Trigger(jenkins);

        Assert.Equal((255, 0), (run.ExitCode, _slack.Bodies.Count));
        Assert.Contains("model #17 ended with FAILURE: http://jenkins.invalid/17/", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
        Assert.Contains("[model #17](http://jenkins.invalid/17/)", _root.Read("summary.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_whose_agent_was_lost_told_nobody_so_who_waits_for_it_tells()
    {
        await using var jenkins = new LocalListener((request, _) => request.Url().AbsolutePath switch
        {
            "/job/model/buildWithParameters" => new Answer(201, "", ("Location", "/queue/item/5/")),
            "/queue/item/5/api/json" => new Answer(200, """{ "executable": { "number": 17 } }"""),
            "/job/model/17/api/json" => new Answer(200, """{ "number": 17, "url": "http://jenkins.invalid/17/", "building": false, "result": "ABORTED", "description": null }"""),
            _ => new Answer(404, ""),
        });

        var run = await Trigger(jenkins);

        Assert.Equal(255, run.ExitCode);
        Assert.Contains(
            "model #17 ended with ABORTED, and could not tell the team itself: http://jenkins.invalid/17/", SlackLimits.Check(Assert.Single(_slack.Bodies)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_build_is_told_with_its_target_and_with_who_stopped_it_as_Jenkins_says()
    {
        await using var jenkins = new LocalListener((request, _) => request.Url().AbsolutePath == "/job/model/17/api/json"
            ? new Answer(200, """{ "actions": [{ "_class": "jenkins.model.InterruptedBuildAction", "causes": [{ "shortDescription": "Aborted by Ada" }] }] }""")
            : new Answer(404, ""));
        _root.Write("artifacts/build-report/running.json", """{ "run": "model-17", "target": "Train", "failedTests": [] }""");

        var run = await Start(
            new()
            {
                ["JENKINS_HOME"] = "/var/jenkins",
                ["BUILD_TAG"] = "model-17",
                ["BUILD_URL"] = $"{jenkins.Address}job/model/17/",
                ["NUKE_OUTCOME"] = "Aborted",
            },
            "Notify");

        Assert.Equal(0, run.ExitCode);
        var text = SlackLimits.Check(Assert.Single(_slack.Bodies));
        Assert.Contains("*Target*\nTrain", text, StringComparison.Ordinal);
        Assert.Contains("*Stopped*\nAborted by Ada", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_commit_is_told_with_its_reason()
    {
        await Start(
            new() { ["JENKINS_HOME"] = "/var/jenkins", ["BUILD_TAG"] = "model-17", ["NUKE_PROBLEM"] = "Nothing is built: the commit is not part of the branch" }, "Notify");

        Assert.Contains("Nothing is built: the commit is not part of the branch", SlackLimits.Check(Assert.Single(_slack.Bodies)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_runs_leaves_its_name_and_results_of_an_earlier_run_are_gone_before_it_begins()
    {
        _root.Write("artifacts/smoke.trx", "<old/>");

        Dictionary<string, string> server = new() { ["CODEBUILD_BUILD_ID"] = "project:1" };

        var run = await Start(new(server) { ["REGISTRY_TOKEN"] = "t" }, "SmokeImage");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((false, false), (File.Exists(_root.At("artifacts/smoke.trx")), File.Exists(_root.At("artifacts/build-report/running.json"))));
        Assert.NotEqual(0, (await Fail(server)).ExitCode);
        Assert.Contains("\"target\": \"SmokeImage\"", _root.Read("artifacts/build-report/running.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_could_not_be_started_is_told_of_without_the_token()
    {
        await using var jenkins = new LocalListener((_, _) => new Answer(403, "forbidden"));

        var run = await Trigger(jenkins);

        Assert.Equal(77, run.ExitCode);
        Assert.Contains("access denied (403)", SlackLimits.Check(Assert.Single(_slack.Bodies)), StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-jenkins", run.Output + _slack.Bodies[0], StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> Trigger(LocalListener jenkins) => Start(
        new()
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_REF_NAME"] = "master",
            ["GITHUB_STEP_SUMMARY"] = _root.At("summary.md"),
            ["JENKINS_URL"] = jenkins.Address.AbsoluteUri,
            ["JENKINS_JOB"] = "model",
            ["JENKINS_USER"] = "builder",
            ["JENKINS_TOKEN"] = "token-of-jenkins",
        },
        "TriggerJenkins");

    private Task<(int ExitCode, string Output)> Fail(Dictionary<string, string> variables) =>
        Start(new(variables) { ["SMOKE_FAILS"] = "1", ["REGISTRY_TOKEN"] = "token-of-the-registry" }, "SmokeImage");

    private Task<(int ExitCode, string Output)> Start(Dictionary<string, string> variables, string target) =>
        PipelineRoot.Start(Sources.PipelineProbe, _root.Folder, new(variables) { ["SLACK_WEBHOOK"] = _slack.Address.AbsoluteUri }, [target]);
}
