using System.Text.Json.Nodes;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>What the rules of the stacks make of events, by what EventBridge documents.</summary>
public sealed class EventTests
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Environment"] = "integration",
        ["Model"] = "s3://models/models/fashion-mnist",
        ["Data"] = "inputs",
        ["Results"] = "results",
        ["OutputPrefix"] = "near-real-time",
        ["Host"] = "console.aws.amazon.com",
        ["AWS::Region"] = "eu-central-1",
    };

    [Theory]
    [InlineData("input/near-real-time/a.csv")]
    [InlineData("input/near-real-time/a#b?c//d e.csv")]
    [InlineData("""input/near-real-time/", "--model", "s3://other/models""")]
    [InlineData("""input/near-real-time/\"}}, "Parameters": {"model": "s3://other""")]
    public void Any_key_is_one_argument_of_the_job(string key)
    {
        var detail = new JsonObject
        {
            ["bucket"] = new JsonObject { ["name"] = "inputs" },
            ["object"] = new JsonObject { ["key"] = key, ["size"] = 5, ["etag"] = "d41d8cd98f00b204", ["version-id"] = "v1.A_-x", ["sequencer"] = "0055AED6DCD90281E5" },
        };
        var sent = EventBridge.Send(Target("near-real-time", "Rule"), detail, Names);

        Assert.Equal(["ContainerOverrides"], sent.AsObject().Select(x => x.Key));
        Assert.Equal(["Command"], sent["ContainerOverrides"]!.AsObject().Select(x => x.Key));
        Assert.Equal(
            [
                "predict", "--model", "s3://models/models/fashion-mnist", "--input", "s3://inputs", "--input-key", key, "--input-version", "v1.A_-x",
                "--output", "s3://results/near-real-time", "--format", "parquet", "--run-id", "0055AED6DCD90281E5-d41d8cd98f00b204", "--log-format", "json",
            ],
            sent["ContainerOverrides"]!["Command"]!.AsArray().Select(x => (string)x!));
    }

    [Fact]
    public void An_empty_object_such_as_the_mark_of_a_folder_starts_no_job()
    {
        var detail = Templates.Get("near-real-time").Properties("Rule")["EventPattern"]!["detail"]!;
        Assert.Equal("""[{"numeric":[">",0]}]""", detail["object"]!["size"]!.ToJsonString().Replace(@"\u003E", ">", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"jobName": "n", "jobId": "4711", "statusReason": "Essential container in task exited", "container": {"exitCode": 65, "logStreamName": "job/default/1"}}""", "65", "job/default/1", "")]
    [InlineData("""{"jobName": "n", "jobId": "4711", "statusReason": "Task failed to start", "container": {"reason": "CannotPullContainerError: \"no such tag\""}}""", "", "", "CannotPullContainerError: \"no such tag\"")]
    [InlineData("""{"jobName": "n", "jobId": "4711", "statusReason": "a \"quoted\" reason of an array job"}""", "", "", "")]
    public void The_message_about_a_failed_job_says_exit_code_reason_and_where_the_log_is(string detail, string exit, string stream, string reason)
    {
        var job = JsonNode.Parse(detail)!;
        var content = EventBridge.Send(Target("batch", "FailedRule"), job, Names)["content"]!;
        Assert.Equal((string?)job["statusReason"], (string?)content["description"]);
        Assert.Equal("Batch job n failed in integration", (string?)content["title"]);
        Assert.Equal(reason.Length == 0 ? [] : [reason], content["keywords"]!.AsArray().Select(x => (string)x!));
        Assert.Equal(
            [
                $"Exit code {exit}; what it means stands in docs/job.md",
                $"Log: group /aws/batch/fashion-mnist-integration, stream {stream}",
                "Job: https://console.aws.amazon.com/batch/home?region=eu-central-1#jobs/detail/4711",
            ],
            content["nextSteps"]!.AsArray().Select(x => (string)x!));
    }

    private static JsonNode Target(string template, string rule) => Templates.Get(template).Properties(rule)["Targets"]![0]!;
}
