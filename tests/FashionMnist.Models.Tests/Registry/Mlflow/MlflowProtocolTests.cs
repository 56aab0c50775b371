using System.Text.Json.Nodes;
using FashionMnist.Testing.Mlflow;
using static FashionMnist.Models.Tests.Registry.Mlflow.MlflowScene;

namespace FashionMnist.Models.Tests.Registry.Mlflow;

/// <summary>The registry says nothing that MLflow's protocol does not have, and what checks that would notice.</summary>
public sealed class MlflowProtocolTests
{
    [Theory]
    [InlineData("POST runs/create", """{"experiment_id":"1","start_time":5,"run_name":"x","tags":[{"key":"a","value":"b"}]}""", null)]
    [InlineData("POST runs/create", """{"experiment_id":1}""", "experiment_id: expected a string")]
    [InlineData("POST runs/create", """{"experimentId":"1"}""", "there is no field 'experimentId'")]
    [InlineData("POST runs/create", """{"start_time":"1767323045000"}""", null)]
    [InlineData("POST runs/create", """{"start_time":1.5}""", "start_time: expected an int64")]
    [InlineData("POST runs/create", """{"tags":{"a":"b"}}""", "tags: expected a list")]
    [InlineData("POST runs/create", """{"tags":[{"name":"a"}]}""", "tags[0]: there is no field 'name'")]
    [InlineData("POST runs/update", """{"run_id":"x","status":3}""", "status: expected one of")]
    [InlineData("POST runs/update", """{"status":"FINISHED"}""", "missing value for the field 'run_id'")]
    [InlineData("POST runs/log-batch", """{"run_id":"x","metrics":[{"key":"a","value":"0.5","timestamp":1}]}""", "value: expected a number")]
    [InlineData("POST runs/log-batch", """{"run_id":"x","metrics":[{"key":"a","value":0.5}]}""", "missing value for the field 'timestamp'")]
    [InlineData("POST runs/search", """{"experiment_ids":["1"],"max_results":50001}""", "max_results: expected an int64 of at most 50000")]
    [InlineData("POST registered-models/alias", """{"name":"a","alias":"production","version":3}""", "version: expected a string")]
    [InlineData("POST model-versions/create", """{"name":"a","source":""}""", "missing value for the field 'source'")]
    public void A_request_is_checked_field_by_field(string endpoint, string request, string? problem)
    {
        var found = MlflowProtocol.ProblemWith(endpoint, JsonNode.Parse(request)!.AsObject());
        if (problem is null)
            Assert.Null(found);
        else
            Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_endpoint_that_is_described_is_used()
    {
        using var scene = new MlflowScene();
        scene.Server.Tracking.Answer("POST registered-models/create", new JsonObject { ["name"] = MlflowScene.Name });
        await scene.PublishAsync(First, Second);
        await scene.Registry.PromoteAsync(First.Id);
        await scene.Registry.LoadVersionAsync(1);
        scene.Server.Tracking.Answer(
            "POST model-versions/create",
            new JsonObject { ["name"] = MlflowScene.Name, ["source"] = $"models:/{MlflowScene.Name}/1", ["tags"] = scene.Server.Tracking.Versions[0]["tags"]!.DeepClone() });
        await scene.Registry.LoadVersionAsync(3);
        scene.Time.Advance(TimeSpan.FromDays(1));
        await scene.Registry.PruneAsync(await scene.Registry.PlanPruneAsync(TimeSpan.Zero));

        Assert.Equal(MlflowProtocol.Endpoints.Order(), scene.Server.Requests.Where(MlflowProtocol.Knows).Distinct().Order());
        Assert.Equal(
            ["DELETE", "GET", "PUT"],
            scene.Server.Requests.Where(r => r.Contains("mlflow-artifacts", StringComparison.Ordinal)).Select(r => r.Split(' ')[0]).Distinct().Order());
    }
}
