using FashionMnist.Models;
using FashionMnist.Testing;

namespace FashionMnist.Build.Tests.Deployment;

/// <summary>Deployments through the real AWS CLI.</summary>
public sealed class StackDeployerTests : IDisposable
{
    private const string Artifacts = "fashion-mnist-integration-artifacts";
    private const string Batch = "fashion-mnist-integration-batch";
    private readonly Lazy<Deployed> _deployed = new();

    private Deployed Deployed => _deployed.Value;

    public void Dispose()
    {
        if (_deployed.IsValueCreated)
            _deployed.Value.Dispose();
    }

    [DeployFact]
    public async Task A_new_environment_is_made_parents_first_and_a_second_run_changes_nothing()
    {
        var first = await Deployed.RunAsync();
        Assert.Null(first.Failure);
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Batch));
        var bucket = Deployed.Cloud.ResourcesOf(Artifacts)["ModelBucket"];
        Assert.Matches(
            $"""
            ^{Artifacts}
              a new stack
              Environment = integration
              \+ ModelBucket \(AWS::S3::Bucket\)
              1 added
              1/1 CREATE_COMPLETE ModelBucket \(AWS::S3::Bucket\)
              CREATE_COMPLETE
            {Batch}
              a new stack
              Environment = integration
              ParentArtifactsStack = {Artifacts}
              \+ Definition \(AWS::Batch::JobDefinition\)
              \+ Queue \(AWS::Batch::JobQueue\)
              \+ Role \(AWS::IAM::Role\)
              3 added
              1/3 CREATE_COMPLETE Queue \(AWS::Batch::JobQueue\)
              2/3 CREATE_COMPLETE Role \(AWS::IAM::Role\)
              3/3 CREATE_COMPLETE Definition \(AWS::Batch::JobDefinition\)
              CREATE_COMPLETE
            Outputs of {Artifacts}
              ModelBucket     = {bucket}
              TemplateVersion = 1.0.0
            Outputs of {Batch}
              JobQueue = {Deployed.Cloud.ResourcesOf(Batch)["Queue"]}
            $
            """.ReplaceLineEndings("\n"),
            first.Text);

        var executed = Deployed.Cloud.Requests.Count(x => x == "ExecuteChangeSet ok");
        var second = await Deployed.RunAsync();
        Assert.Null(second.Failure);
        Assert.StartsWith($"{Artifacts}\n  up to date\n{Batch}\n  up to date\nOutputs", second.Text, StringComparison.Ordinal);
        Assert.Equal((2, 2), (executed, Deployed.Cloud.Requests.Count(x => x == "ExecuteChangeSet ok")));
        Assert.Empty(Deployed.Cloud.ChangeSetsOf(Batch));
    }

    [DeployFact]
    public async Task A_dry_run_of_a_new_environment_leaves_nothing_and_says_what_it_cannot_know()
    {
        var run = await Deployed.RunAsync(dryRun: true);

        Assert.Null(run.Failure);
        Assert.Contains("+ ModelBucket (AWS::S3::Bucket)", run.Text, StringComparison.Ordinal);
        Assert.Contains($"{Batch}\n  cannot be compared before {Artifacts} exists\n", run.Text, StringComparison.Ordinal);
        Assert.Null(Deployed.Cloud.StatusOf(Artifacts));
        Assert.Contains("DeleteChangeSet ok", Deployed.Cloud.Requests);
        Assert.DoesNotContain("ExecuteChangeSet ok", Deployed.Cloud.Requests);
    }

    [DeployFact]
    public async Task A_stack_without_its_parent_is_refused()
    {
        var run = await Deployed.RunAsync(only: ["batch"]);

        var failure = Assert.IsType<FashionMnistException>(run.Failure);
        Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
        Assert.Contains($"{Batch} needs the stack {Artifacts}", failure.Message, StringComparison.Ordinal);
        Assert.Null(Deployed.Cloud.StatusOf(Batch));
    }

    [DeployFact]
    public async Task A_bucket_is_replaced_only_with_consent()
    {
        await Deployed.RunAsync(only: ["artifacts"]);
        var before = Deployed.Cloud.ResourcesOf(Artifacts)["ModelBucket"];
        Deployed.Parameters["artifacts.BucketName"] = "ours";

        var dry = await Deployed.RunAsync(dryRun: true, only: ["artifacts"]);
        Assert.Null(dry.Failure);
        Assert.Contains(
            $"  ! ModelBucket (AWS::S3::Bucket, {before}): REPLACED by a new one\n      BucketName (needs a new resource)\n  1 replaced\n  Deploy would ask for --confirm-replacement\n",
            dry.Text, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));

        var refused = Assert.IsType<FashionMnistException>((await Deployed.RunAsync(only: ["artifacts"])).Failure);
        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains($"would replace or remove ModelBucket (AWS::S3::Bucket, {before})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Deployed.Cloud.ResourcesOf(Artifacts)["ModelBucket"]);
        Assert.Empty(Deployed.Cloud.ChangeSetsOf(Artifacts));

        Assert.Null((await Deployed.RunAsync(confirm: true, only: ["artifacts"])).Failure);
        Assert.Equal("UPDATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
        Assert.NotEqual(before, Deployed.Cloud.ResourcesOf(Artifacts)["ModelBucket"]);
    }

    [DeployFact]
    public async Task A_failed_update_names_the_first_failure_and_not_its_consequences()
    {
        await Deployed.RunAsync();
        Deployed.Write("batch", TestTemplates.Batch.Replace("Resources:\n", """
            Resources:
              Extra: { Type: AWS::Batch::JobQueue, Properties: { Priority: 2 } }
              Additional: { Type: AWS::Batch::JobQueue, Properties: { Priority: 3 } }

            """.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Deployed.Cloud.Order(new { fail = new { Extra = "Priority must be unique." } });

        var run = await Deployed.RunAsync(only: ["batch"]);

        var failure = Assert.IsType<FashionMnistException>(run.Failure);
        Assert.Equal(ExitCodes.InputOutput, failure.ExitCode);
        Assert.Equal(
            $"{Batch}: the update failed and was rolled back (UPDATE_ROLLBACK_COMPLETE): Extra (AWS::Batch::JobQueue): Priority must be unique; mend it and run Deploy again",
            failure.Message);
        Assert.Equal(["Definition", "Queue", "Role"], Deployed.Cloud.ResourcesOf(Batch).Keys.Order(StringComparer.Ordinal));

        Deployed.Cloud.Order(null);
        Assert.Null((await Deployed.RunAsync(only: ["batch"])).Failure);
        Assert.Equal("UPDATE_COMPLETE", Deployed.Cloud.StatusOf(Batch));
    }

    [DeployFact]
    public async Task A_failed_creation_is_explained_and_created_anew()
    {
        Deployed.Cloud.Order(new { fail = new { ModelBucket = "The name is taken" } });
        var failure = Assert.IsType<FashionMnistException>((await Deployed.RunAsync(only: ["artifacts"])).Failure);
        Assert.Contains("the creation failed and was rolled back (ROLLBACK_COMPLETE): ModelBucket (AWS::S3::Bucket): The name is taken", failure.Message, StringComparison.Ordinal);
        Deployed.Cloud.Order(null);

        const string explained = "ROLLBACK_COMPLETE: its first creation failed: ModelBucket (AWS::S3::Bucket): The name is taken; such a stack holds nothing";
        Assert.Contains(explained, (await Deployed.RunAsync(dryRun: true, only: ["artifacts"])).Text, StringComparison.Ordinal);
        Assert.Equal("ROLLBACK_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));

        var run = await Deployed.RunAsync(only: ["artifacts"]);
        Assert.Null(run.Failure);
        Assert.Contains(explained, run.Text, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
    }

    [DeployFact]
    public async Task Stopping_while_CloudFormation_works_says_how_to_follow_and_the_next_run_waits_for_it()
    {
        Deployed.Cloud.Order(new { hold = true });
        using var stop = new CancellationTokenSource();
        using var output = new StopsAt("1 added", stop, () => Deployed.Cloud.Requests.Contains("DescribeStackEvents ok"));

        var stopped = await Deployed.RunAsync(only: ["artifacts"], output: output, cancellationToken: stop.Token);
        Assert.IsType<OperationCanceledException>(stopped.Failure, exactMatch: false);
        Assert.Contains($"goes on. Follow it with: aws cloudformation describe-stack-events --stack-name {Artifacts}", stopped.Text, StringComparison.Ordinal);
        Assert.Equal("CREATE_IN_PROGRESS", Deployed.Cloud.StatusOf(Artifacts));

        Deployed.Cloud.Order(null);
        var next = await Deployed.RunAsync(only: ["artifacts"]);
        Assert.Null(next.Failure);
        Assert.Contains("CREATE_IN_PROGRESS: an earlier or another deployment is under way; waiting for its end", next.Text, StringComparison.Ordinal);
        Assert.Contains("  up to date\n", next.Text, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
    }

    [DeployFact]
    public async Task The_templates_of_this_repository_make_an_environment()
    {
        Deployed.TakeOwnTemplates();

        var run = await Deployed.RunAsync();

        Assert.True(run.Failure is null, $"{run.Failure?.Message}\n{run.Text}");
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
    }

    [DeployFact]
    public async Task Throttling_is_waited_out()
    {
        Deployed.Cloud.Order(new { throttle = 2 });

        Assert.Null((await Deployed.RunAsync(only: ["artifacts"])).Failure);
        Assert.Equal(2, Deployed.Cloud.Requests.Count(x => x.EndsWith(" Throttling", StringComparison.Ordinal)));
        Assert.Equal("CREATE_COMPLETE", Deployed.Cloud.StatusOf(Artifacts));
    }

    [DeployFact]
    public async Task Without_the_right_to_execute_nothing_stays_behind()
    {
        Deployed.Cloud.Order(new { deny = new[] { "ExecuteChangeSet" } });

        var run = await Deployed.RunAsync(only: ["artifacts"]);

        var failure = Assert.IsType<FashionMnistException>(run.Failure);
        Assert.Equal(ExitCodes.AccessDenied, failure.ExitCode);
        Assert.Contains("not authorized to perform: cloudformation:ExecuteChangeSet", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("  nothing was changed\n", run.Text, StringComparison.Ordinal);
        Assert.Null(Deployed.Cloud.StatusOf(Artifacts));
    }

    [DeployFact]
    public async Task A_secret_parameter_is_not_shown()
    {
        Deployed.Parameters["batch.Password"] = "very-secret-word";

        var run = await Deployed.RunAsync();

        Assert.Null(run.Failure);
        Assert.Contains("Password = (secret)", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-word", run.Text, StringComparison.Ordinal);
    }

    [DeployFact]
    public async Task A_template_that_CloudFormation_refuses_stops_everything_before_the_first_change()
    {
        Deployed.Write("batch", TestTemplates.Batch.Replace("!Ref Queue", "!Ref Nothing", StringComparison.Ordinal));

        var run = await Deployed.RunAsync();

        var failure = Assert.IsType<FashionMnistException>(run.Failure);
        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains("batch.yaml: Template format error: Unresolved resource dependencies [Nothing]", failure.Message, StringComparison.Ordinal);
        Assert.Null(Deployed.Cloud.StatusOf(Artifacts));
    }

    /// <summary>Stops a deployment when it has printed a text and something else holds.</summary>
    private sealed class StopsAt(string text, CancellationTokenSource stop, Func<bool> holds) : StringWriter
    {
        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                _ = Waiting.UntilAsync("the deployment got so far", holds).ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
            return Task.CompletedTask;
        }
    }
}
