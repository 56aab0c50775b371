using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>The image and the whole cloud path, in a clone, with a Docker engine that belongs to the test.</summary>
[Collection(CleanClone.Collection)]
public sealed class RehearsalTests(CleanClone clone) : IDisposable
{
    private readonly EngineScene _scene = new(clone);

    public void Dispose() => _scene.Dispose();

    [DockerFact]
    public void The_image_predicts_like_this_machine_and_the_rehearsal_leaves_nothing_behind()
    {
        _scene.Engine.Start();
        _scene.Build("Predict", "--model-store", _scene.Store).EndsWith(0);

        _scene.Build("SmokeImage", "--model-store", _scene.Store).EndsWith(0)
            .Says("are the same bytes")
            .Says("Exit code 65 as documented")
            .Says("Exit code 66 as documented")
            .Says("Exit code 64 as documented");
        _scene.Build("BuildImage").EndsWith(0).Says("nothing has changed");
        _scene.Build("Rehearse", "--shards", "1").EndsWith(64).Says("--shards 1: allowed 2 to 100");

        // The store on S3 takes no model of the drawn dataset.
        var run = _scene.Build("Rehearse", "--shards", "2", "4", "16").EndsWith(0).Says("production.json");
        foreach (var shards in new[] { 2, 4, 16 })
        {
            run.Says($"predict in {shards} containers")
                .Says($"shard {(shards / 2) + 1} killed in the middle and retried, shard 1 run twice at the same time")
                .Says($"merge the {shards} shards");
        }

        Assert.Equal(3, Regex.Count(run.Output, "merge the [0-9]+ shards +[0-9.]+ s +the same bytes as the single process: [0-9a-f]{64}"));
        run.Says("noticed by the merge, which wrote no result; run again, the parts fit").Says("5 shards, most of them empty; the same bytes");
        Assert.Equal("", _scene.Engine.Docker("ps --all --quiet"));
        Assert.DoesNotContain("127.0.0.1:", _scene.Engine.Docker("images"), StringComparison.Ordinal);
        Assert.Empty(_scene.Leftovers);
    }
}
